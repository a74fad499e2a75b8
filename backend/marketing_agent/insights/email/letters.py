"""Letters one by one: their funnel, their rates by Klaviyo's definitions, and warnings."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from marketing_agent.insights.email.slots import Slot, slots
from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Part
from marketing_agent.insights.page.sql import sql_file
from marketing_agent.metrics.typed import WEEKDAYS

Row = dict[str, object]
_HERE = Path(__file__).parent
_FEW = 2
_STEPS = (
    ("recipients", "Recipients"), ("delivered", "Delivered"), ("unique_opens", "Unique opens"),
    ("unique_clicks", "Unique clicks"), ("orders", "Orders credited"),
)  # fmt: skip
FORMULA = (
    "Open and click rates are unique opens and clicks of delivered; order rate and revenue are per "
    "recipient, as Klaviyo counts both. Status: spam complaints of 0.1% and more are watched, of "
    "0.3% bad; bounces of 2% and unsubscribes of 1% are high. One of them alone is none."
)
_PARTS = ("Night (0 to 6)", "Morning (6 to 12)", "Afternoon (12 to 18)", "Evening (18 to 24)")


def count(row: Row, key: str) -> int | None:
    value = row[key]
    return None if value is None else int(str(value))


def sent(ground: Ground) -> Found:
    """The letters of the days asked for, the newest first."""
    return ground.run(sql_file(_HERE, "campaigns"))


def funnel(ground: Ground, found: Found, rows: Sequence[Row]) -> Part | None:
    """From recipients to orders, of those letters that tell every step."""
    whole = [row for row in rows if all(row[key] is not None for key, _ in _STEPS)]
    sums = {key: sum(count(row, key) or 0 for row in whole) for key, _ in _STEPS}
    if not sums["recipients"]:
        return None
    columns = [
        column("step", "Step", "text", "name"),
        column("people", "E-mails", "count"),
        column("share", "Of recipients", "percent"),
    ]
    made = [
        {"step": label, "people": sums[key], "share": ratio(sums[key], sums["recipients"])}
        for key, label in _STEPS
    ]
    left = len(rows) - len(whole)
    note = f"{left} campaigns whose export lacks a step are left out." if left else None
    return part(
        "funnel", "E-mail campaigns, step by step", "funnel", columns, made, ground.currency,
        formula="Sums over the campaigns of these days, without flows.", found=[found], note=note,
    )  # fmt: skip


def table(ground: Ground, found: Found, rows: Sequence[Row], key: str, title: str) -> Part:
    """One row for each campaign, the newest first; text messages have no opens."""
    opens = [] if key == "sms" else [column("open_rate", "Open rate", "percent", better="up")]
    columns = [
        column("send_date", "Sent", "date", "name"),
        column("name", "Campaign", "text", "name"),
        column("status", "Status", "text", "name"),
        column("recipients", "Recipients", "count"),
        *opens,
        column("click_rate", "Click rate", "percent", better="up"),
        column("order_rate", "Placed order rate", "percent", better="up"),
        column("revenue_minor", "Revenue credited", "money", better="up"),
        column("per_recipient", "Revenue per recipient", "money", better="up"),
        column("unsubscribe_rate", "Unsubscribe rate", "percent", better="down"),
        column("complaint_rate", "Complaint rate", "percent", better="down"),
        column("bounce_rate", "Bounce rate", "percent", better="down"),
    ]
    made = [_with_rates(row) for row in rows]
    return part(key, title, "table", columns, made, ground.currency, formula=FORMULA, found=[found])


class Limit(NamedTuple):
    """From which rate on something is wrong: `key` of `of`; `word` is what a table calls it."""

    key: str
    of: str
    least: float
    word: str
    grave: bool = False


# The graver one of a figure comes first.
_LIMITS = (
    Limit("spam_complaints", "delivered", 0.003, "Complaints too high", grave=True),
    Limit("spam_complaints", "delivered", 0.001, "Complaints to watch"),
    Limit("bounces", "recipients", 0.02, "High bounces"),
    Limit("unsubscribes", "delivered", 0.01, "High unsubscribes"),
)


class Trouble(NamedTuple):
    """A rate that reached a limit: `many` of `whole`."""

    limit: Limit
    many: int
    whole: int
    rate: float


def troubles(rows: Sequence[Row]) -> list[Trouble]:
    """What is wrong with letters taken together, over those that tell it; one alone is none."""
    found: dict[str, Trouble] = {}
    for limit in _LIMITS:
        told = [row for row in rows if row[limit.key] is not None and row[limit.of]]
        many = sum(count(row, limit.key) or 0 for row in told)
        whole = sum(count(row, limit.of) or 0 for row in told)
        rate = ratio(many, whole)
        if many >= _FEW and rate is not None and rate >= limit.least:
            found.setdefault(limit.key, Trouble(limit, many, whole, rate))
    return list(found.values())


def _with_rates(row: Row) -> Row:
    sent, delivered = count(row, "recipients"), count(row, "delivered")
    rates: Row = {
        "open_rate": ratio(count(row, "unique_opens"), delivered),
        "click_rate": ratio(count(row, "unique_clicks"), delivered),
        "order_rate": ratio(count(row, "orders"), sent),
        "per_recipient": ratio(count(row, "revenue_minor"), sent),
        "unsubscribe_rate": ratio(count(row, "unsubscribes"), delivered),
        "complaint_rate": ratio(count(row, "spam_complaints"), delivered),
        "bounce_rate": ratio(count(row, "bounces"), sent),
    }
    status = "; ".join(each.limit.word for each in troubles([row]))
    return row | rates | {"status": status or "Fine"}


def times(ground: Ground, found: Found, rows: Sequence[Row], key: str) -> tuple[Part, list[Slot]]:
    """Click rates by weekday or part of the day, shrunk to the store's own mean."""
    names = [each.capitalize() for each in WEEKDAYS] if key == "weekday" else list(_PARTS)
    groups: dict[str, list[tuple[int, int]]] = {name: [] for name in names}
    for row in rows:
        at, did, of = (count(row, each) for each in (key, "unique_clicks", "delivered"))
        if at is not None and did is not None and of and did <= of:
            groups[names[at - 1 if key == "weekday" else at // 6]].append((did, of))
    made = slots(groups)
    label = "Weekday" if key == "weekday" else "Part of the day"
    columns = [
        column("name", label, "text", "name"),
        column("shrunk", "Click rate, shrunk", "percent", better="up"),
        column("rate", "Click rate, as counted", "percent", better="up"),
        column("letters", "Campaigns", "count"),
        column("delivered", "Delivered", "count"),
        column("best", "Chance of being the best", "percent"),
    ]
    return part(
        key, f"Click rate by {label.lower()}", "bars", columns, [vars(each) for each in made],
        ground.currency, found=[found],
        formula="Unique clicks of delivered, drawn to the store's mean the more, the fewer e-mails "
        "there were and the more letters differ among themselves. One is suggested only where it "
        "is the best with a chance of more than 90%.",
    ), made  # fmt: skip
