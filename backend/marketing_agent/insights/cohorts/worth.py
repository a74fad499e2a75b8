"""What customers were worth in their first days, by cohort and in the figures of the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from marketing_agent.insights.cohorts.frame import Frame
from marketing_agent.insights.page.figures import Figure, figures, ratio
from marketing_agent.insights.page.ground import Found
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Column, Part
from marketing_agent.metrics.windows import Window

AGES = (30, 60, 90, 180, 365)
_LTV = (
    "Net sales of the orders placed in the first days of each customer, the day of the first "
    "order being day 1, ÷ customers. Refunds count with their order, cancelled orders not at all"
)
Row = dict[str, Any]


@dataclass(frozen=True)
class Worth:
    """The rows of worth and of ad spend, those of the compared window apart."""

    found: tuple[Found, ...]
    now: tuple[Row, ...]
    before: tuple[Row, ...]
    spend: dict[date, int]
    spent: int | None
    spent_before: int | None


def worth(frame: Frame) -> Worth:
    """Runs both statements; spend is left out where no ad spend is here."""
    found = frame.run_over_facts("worth")
    rows = found.dicts()
    now = tuple(row for row in rows if row["asked"])
    before = tuple(row for row in rows if not row["asked"]) if frame.compares else ()
    if frame.ground.table("ad_spend") is None:
        return Worth((found,), now, before, {}, None, None)
    spent = frame.run("spend")
    return Worth(
        (found, spent),
        now,
        before,
        dict(_by_cohort(spent.dicts())),
        _spent(frame, spent, frame.ground.window, frame.known_until, 1),
        _spent(frame, spent, frame.ground.compared, frame.before_until, 0),
    )


def _by_cohort(rows: Iterable[Row]) -> Iterator[tuple[date, int]]:
    for row in rows:
        if row["asked"]:
            yield row["cohort"], row["spend_minor"] or 0


def spend_told(frame: Frame, start: date, end: date) -> bool:
    """Whether the files of ad spend reach over these days."""
    ads = frame.ground.table("ad_spend")
    if ads is None:
        return False
    return ads.first <= start and end <= ads.last + timedelta(days=1 + ads.quiet)


def _spent(
    frame: Frame, found: Found, window: Window | None, until: date, asked: int
) -> int | None:
    if window is None or not spend_told(frame, window.start, min(window.end, until)):
        return None
    rows: list[Row] = found.dicts()
    return sum(row["spend_minor"] or 0 for row in rows if row["asked"] == asked)


_RATIOS = (
    (column("repeat_rate", "Came back", "percent", better="up"), "repeated", "customers"),
    (column("orders_per_customer", "Orders per customer", "number", better="up"), "orders",
     "customers"),
    (column("first_aov", "First order value", "money", better="up"), "first_minor",
     "first_orders"),
    (column("ltv_90", "90-day LTV", "money", better="up"), "net_90", "had_90"),
    (column("ltv_365", "365-day LTV", "money", better="up"), "net_365", "had_365"),
)  # fmt: skip


def key_figures(frame: Frame, worth: Worth) -> Part:
    """The figures of everyone who began in the window."""
    now, before = summed(worth.now), summed(worth.before)
    ratios = [
        (of, ratio(now[above], now[below]), ratio(before[above], before[below]))
        for of, above, below in _RATIOS
    ]
    counted = (column("customers", "New customers", "count", better="up"), now["customers"],
               before["customers"])  # fmt: skip
    given = [_beside(frame, *each) for each in (counted, *ratios, *_cac(worth, now, before))]
    return figures(
        frame.ground, given, found=worth.found,
        formula="Customers by the day of their first order that was not cancelled. Came back: "
        f"those with a second order so far ÷ customers. {_LTV}, over those customers who have had "
        "all the days. First order value: gross sales less discounts. The compared customers are "
        "told as they stood at the same age.",
    )  # fmt: skip


def _cac(worth: Worth, now: Row, before: Row) -> list[tuple[Column, float | None, float | None]]:
    if worth.spent is None:
        return []
    of = column("cac", "Ad spend per new customer", "money", better="down")
    cost = ratio(worth.spent, now["customers"]), ratio(worth.spent_before, before["customers"])
    return [(of, *cost)]


def _beside(frame: Frame, of: Column, now: float | None, before: float | None) -> Figure:
    """What cannot be told of the days before has no neighbour, so that it does not look new."""
    return Figure(of, now, before, told_before=frame.compares and before is not None)


def summed(rows: Iterable[Row]) -> Row:
    """The sum of cohorts."""
    names = ("customers", "orders", "repeated", "first_minor", "first_orders")
    aged = [f"{name}_{age}" for age in AGES for name in ("net", "had")]
    rows = list(rows)
    return {name: sum(row[name] or 0 for row in rows) for name in [*names, *aged]}


def ltv_table(frame: Frame, worth: Worth) -> Part:
    """n-day LTV per cohort; blank until every customer of the cohort has had n days."""
    columns = [
        column("cohort", "First order", "date", "row"),
        column("customers", "Customers", "count"),
        column("repeat_rate", "Came back", "percent", better="up"),
        column("first_aov", "First order value", "money", better="up"),
        *(column(f"ltv_{age}", f"{age} days", "money", better="up") for age in AGES),
    ]
    return part(
        "ltv", "LTV by days since the first order", "table", columns,
        [_ltv_row(frame, row) for row in worth.now], frame.ground.currency,
        formula=f"{_LTV}. Blank until every customer of the cohort has had these days.",
        found=worth.found[:1],
    )  # fmt: skip


def _ltv_row(frame: Frame, row: Row) -> Row:
    full = frame.joined_until(row["cohort"]) <= frame.known_until
    told = {
        f"ltv_{age}": ratio(row[f"net_{age}"], row["customers"])
        for age in AGES
        if full and row[f"had_{age}"] == row["customers"]
    }
    return told | {
        "cohort": row["cohort"],
        "customers": row["customers"],
        "repeat_rate": ratio(row["repeated"], row["customers"]),
        "first_aov": ratio(row["first_minor"], row["first_orders"]),
    }
