"""What else happened on the same days, as the data knows it. None of it is called a cause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Annotation, Part
from marketing_agent.insights.page.sql import sql_file
from marketing_agent.insights.why.subject import Subject
from marketing_agent.kernel.money import minor_digits
from marketing_agent.metrics import phrases

_HERE = Path(__file__).parent
_DAY = timedelta(days=1)
_HISTORY = 28
_LEAST_UNITS = 5
_MISSED = 4.0
"""Units expected of an item that sold none: by chance less than one time in fifty."""
_TIMES_USUAL = 2
_MOST = {"letter": 8, "code": 3, "discount": 5, "price": 3, "quiet": 3}
_NOTE = "At the same time, and not called a cause: that two things fall on one day proves nothing."
_FORMULA = (
    "Campaigns sent on these days or the day before; discounts that began or ended on them; codes "
    "used twice as often as in the four weeks before; items sold at a price outside of all prices "
    "of those weeks; items that sold none where four or more were to be expected."
)
_KINDS = {
    "letter": "Campaign sent", "discount": "Discount", "code": "Discount code",
    "price": "Price", "quiet": "Sold none",
}  # fmt: skip


@dataclass(frozen=True)
class Event:
    """Something that happened; `day` is None where it is of all these days."""

    kind: str
    day: date | None
    what: str
    size: str


@dataclass(frozen=True)
class Meanwhile:
    """All events, and the statements that found them."""

    events: tuple[Event, ...]
    found: tuple[Found, ...]

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """The events of one day, for drawings."""
        return tuple(
            Annotation(at=each.day, label=f"{_KINDS[each.kind]}: {each.what}", kind="event")
            for each in self.events
            if each.day is not None
        )


def meanwhile(ground: Ground, of: Subject) -> Meanwhile:
    """Looks in campaigns, discounts, codes and order lines of these days."""
    days = {
        "start": of.first, "end": of.last + _DAY, "before_start": of.first - _DAY * _HISTORY,
    }  # fmt: skip
    letters = ground.run(sql_file(_HERE, "letters"), **days | {"start": of.first - _DAY})
    discounts, codes, goods = (
        ground.run(sql_file(_HERE, name), **days) for name in ("discounts", "codes", "goods")
    )
    share = ((of.last - of.first).days + 1) / _HISTORY
    events = (
        *_first("letter", list(_letters(letters))),
        *_first("discount", list(_discounts(discounts, of))),
        *_first("code", list(_codes(codes, share))),
        *_first("price", list(_prices(ground, goods))),
        *_first("quiet", list(_quiet(goods, share))),
    )
    return Meanwhile(events, (letters, discounts, codes, goods))


def table(ground: Ground, known: Meanwhile) -> Part | None:
    """The events as a table; None where nothing is known of."""
    if not known.events:
        return None
    rows = [
        {"kind": _KINDS[each.kind], "what": each.what, "day": each.day, "size": each.size}
        for each in known.events
    ]
    columns = [
        column("kind", "Kind", "text", "name"), column("what", "What", "text", "name"),
        column("day", "Day", "date", "name"), column("size", "In numbers", "text", "name"),
    ]  # fmt: skip
    return part(
        "meanwhile", "At the same time", "table", columns, rows, ground.currency,
        formula=_FORMULA, found=known.found, note=_NOTE,
    )  # fmt: skip


def sentence(known: Meanwhile) -> str | None:
    """What happened, counted by kind and named where it is one."""
    said = []
    for kind, label in _KINDS.items():
        some = [each for each in known.events if each.kind == kind]
        if some:
            more = f" and {len(some) - 1} more" if len(some) > 1 else ""
            said.append(f"{phrases.inside(label)} {some[0].what}{more}")
    if not said:
        return None
    return f"At the same time: {'; '.join(said)}. That does not make it the cause."


def _first(kind: str, events: Sequence[Event]) -> Sequence[Event]:
    return events[: _MOST[kind]]


def _letters(found: Found) -> Iterator[Event]:
    for row in found.dicts():
        many = row["recipients"]
        size = "" if many is None else f"{int(str(many)):,} recipients"
        yield Event("letter", _day(row["day"]), str(row["name"]), size)


def _discounts(found: Found, of: Subject) -> Iterator[Event]:
    for row in found.dicts():
        for at, word in (("starts", "Began"), ("ends", "Ended")):
            day = _day(row[at])
            if day is not None and of.holds(day):
                yield Event("discount", day, str(row["name"]), word)


def _codes(found: Found, share: float) -> Iterator[Event]:
    for row in found.dicts():
        orders, usual = _whole(row["orders"]), _whole(row["before"]) * share
        if orders > 1 and orders >= _TIMES_USUAL * usual:
            yield Event("code", None, str(row["name"]), f"{orders:,} orders, usually {usual:,.1f}")


def _prices(ground: Ground, found: Found) -> Iterator[Event]:
    """Items whose every price of these days lies outside of those of the weeks before."""
    for row in found.dicts():
        if not _whole(row["units"]) or _whole(row["before"]) < _LEAST_UNITS:
            continue
        low, high = _whole(row["lowest"]), _whole(row["highest"])
        low_before, high_before = _whole(row["lowest_before"]), _whole(row["highest_before"])
        if low > high_before or high < low_before:
            before = _span(ground, low_before, high_before)
            size = f"{_span(ground, low, high)}, before {before}"
            yield Event("price", None, str(row["name"]), size)


def _quiet(found: Found, share: float) -> Iterator[Event]:
    for row in found.dicts():
        usual = _whole(row["before"]) * share
        if not _whole(row["units"]) and usual >= _MISSED:
            yield Event("quiet", None, str(row["name"]), f"None, usually {usual:,.1f}")


def _span(ground: Ground, low: int, high: int) -> str:
    scale: int = 10 ** minor_digits(ground.currency)
    ends = dict.fromkeys((low, high))
    return " to ".join(phrases.figure(each / scale, "money", ground.currency) for each in ends)


def _whole(value: object) -> int:
    return 0 if value is None else int(str(value))


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
