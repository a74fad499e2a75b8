"""A change in sentences, the headline first."""

from decimal import Decimal

from marketing_agent.insights.changes.schemas import Breakdown, Change, Driver
from marketing_agent.insights.page.saying import Said, join, number, say
from marketing_agent.insights.page.schemas import Source
from marketing_agent.metrics import phrases
from marketing_agent.metrics.query_schemas import AnswerWindow

_SPLITS = 2
_NAMED = 4


def sentences(found: Change) -> tuple[str, ...]:
    """What happened, then what drove it: at most four sentences."""
    if found.value is None or found.change is None:
        return (_no_data(found),)
    headline = _headline(found, found.value, found.change)
    if not found.change:
        return (headline,)
    return (headline, *(str(told(found, each)) for each in broken_down(found)))


def broken_down(found: Change) -> list[Breakdown]:
    """The breakdowns that get a sentence: the factors, then the first splits."""
    factored = [each for each in found.breakdowns if each.kind == "factors"]
    splits = [each for each in found.breakdowns if each.kind == "dimension"][:_SPLITS]
    return [*factored, *(each for each in splits if each.drivers)]


def told(found: Change, breakdown: Breakdown, source: Source | None = None) -> Said:
    """The sentence of a breakdown; its numbers came from `source`."""
    tell = factors if breakdown.kind == "factors" else drivers
    return tell(found, breakdown, source)


def _no_data(found: Change) -> str:
    window = found.window if found.value is None else found.previous
    when = phrases.span(window.start, window.end)
    return f"{found.label} has no data {when}, so its change cannot be told."


def _headline(found: Change, value: Decimal, change: Decimal) -> str:
    when = phrases.span(found.window.start, found.window.end)
    before = phrases.span(found.previous.start, found.previous.end)
    before = before.removeprefix("on ").removeprefix("in ").removeprefix("from ")
    came = f"{found.label} {_verb(found)} {_figure(found, value)} {when}"
    if not change:
        return f"{came}, the same as {before}."
    how = "more" if change > 0 else "less"
    size = _size(found, abs(change))
    share = f" ({_way(found, change)})" if found.change_pct is not None else ""
    return f"{came}, {size} {how} than {before}{share}."


def _verb(found: Change) -> str:
    return "came to" if found.unit in ("money", "count") else "was"


def _way(found: Change, change: Decimal) -> str:
    pct = found.change_pct or Decimal(0)
    # Amounts that are negative by nature, such as returns, are told by their size alone.
    return phrases.moved(abs(float(pct)) if change > 0 else -abs(float(pct)))


def days(window: AnswerWindow) -> str:
    """“9 Nov”, “9 Nov to 15 Nov”."""
    first, last = (f"{day.day} {day:%b}" for day in (window.start, window.end))
    return first if window.start == window.end else f"{first} to {last}"


def factors(found: Change, product: Breakdown, source: Source | None = None) -> Said:
    """How each factor went, and what that moved."""
    first, *others = product.drivers
    names = [phrases.capital(phrases.inside(first.label))]
    names += [phrases.inside(each.label) for each in others]
    said = [
        say(
            "{name} went from {before} to {now} ({part})",
            name=name,
            before=number(_own(found, each, each.before), source),
            now=number(_own(found, each, each.value), source),
            part=number(_signed(found, each.contribution), source),
        )
        for name, each in zip(names, product.drivers, strict=True)
    ]
    return say("{before} and {last}.", before=join(", ", said[:-1]), last=said[-1])


def drivers(found: Change, split: Breakdown, source: Source | None = None) -> Said:
    """The member that moved by itself, then those that moved most, one against the others too."""
    named = [
        say(
            "{name} {part}", name=each.label, part=number(_signed(found, each.contribution), source)
        )
        for each in _named(split)
    ]
    by, several = phrases.inside(split.label), f", where {split.overlap}" if split.overlap else ""
    return say("By {by}{several}: {named}.", by=by, several=several, named=join(", ", named))


def overlap(metric: str) -> str:
    """What counts in several members of a split of the metric."""
    what = {"orders": "an order with", "customers": "a customer of"}.get(metric, "what belongs to")
    return f"{what} several counts in each"


def adds_up(split: Breakdown) -> str:
    """How the parts of a split make the change."""
    if not split.overlap:
        return "What each part moved; the parts add up to the whole change exactly."
    return (
        f"What each part moved. {phrases.capital(split.overlap)}, so shares may add up to more "
        "than the whole; what is counted more than once is taken off in a row of its own."
    )


def rests(split: Breakdown) -> tuple[tuple[str, Decimal], ...]:
    """What of the change is in none of the drivers, by name; all together are the change."""
    left = "Counted in several, or in none" if split.overlap else "Not in this split"
    return ("Others", split.others), (left, split.unexplained)


def _named(split: Breakdown) -> list[Driver]:
    """The first of them, in the order of the table; where all went one way, the largest that went
    the other way is the last of them."""
    moved = [each for each in split.drivers if each.contribution]
    named = moved[:_NAMED]
    ways = {each.contribution > 0 for each in named}
    against = [each for each in moved[_NAMED:] if (each.contribution > 0) not in ways]
    return [*named[: _NAMED - 1], against[0]] if against else named


def _own(found: Change, driver: Driver, value: Decimal | None) -> str:
    if value is None:
        return "no value"
    return phrases.figure(float(value), driver.unit, found.currency)


def _figure(found: Change, value: Decimal) -> str:
    return phrases.figure(float(value), found.unit, found.currency)


def _size(found: Change, value: Decimal) -> str:
    if found.unit == "percent":
        return f"{value * 100:,.2f} points"
    return _figure(found, value)


def _signed(found: Change, value: Decimal) -> str:
    return f"{'+' if value > 0 else '-'}{_size(found, abs(value))}"
