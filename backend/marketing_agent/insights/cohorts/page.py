"""The page of cohorts: retention and worth by the time of the first order."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.page import Page, Told, grain, show
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Column, Gap, Part
from marketing_agent.insights.page.sql import sql_file
from marketing_agent.metrics.windows import months_later

_HERE = Path(__file__).parent
_MOST_STEPS = 24
_SHOWN: dict[str, Column] = {
    "retention": column(
        "retention", "Came back", "percent", better="up",
        help="Customers of the cohort who ordered in that step ÷ customers of the cohort",
    ),
    "revenue": column(
        "revenue", "Net sales per customer, so far", "money", better="up",
        help="Net sales of the cohort up to and including that step ÷ customers of the cohort",
    ),
    "orders": column(
        "orders", "Orders per customer, so far", "number", better="up",
        help="Orders of the cohort up to and including that step ÷ customers of the cohort",
    ),
}  # fmt: skip


def _build(ground: Ground) -> Told:
    told = Told()
    orders = ground.table("orders")
    if orders is None:
        told.gaps.append(
            Gap(
                what="Cohorts",
                why="No orders are here yet, and a cohort begins with a first order.",
                add="Add Shopify's orders export.",
            )
        )
        return told
    step = ground.chosen("grain")
    found = ground.run(sql_file(_HERE, "retention").with_word("step", step))
    cohorts = _by_cohort(found)
    if not cohorts:
        told.gaps.append(
            Gap(
                what="Cohorts",
                why="No customer placed a first order in these days, or the orders name none.",
            )
        )
        return told
    told.parts.append(_heatmap(ground, found, cohorts, step, orders.last))
    told.sentences.append(_headline(cohorts))
    return told


_Cells = dict[date, dict[str, Any]]


def _by_cohort(found: Found) -> dict[date, _Cells]:
    cohorts: dict[date, _Cells] = {}
    for row in found.dicts():
        cohorts.setdefault(cast(date, row["cohort"]), {})[cast(date, row["at"])] = row
    return cohorts


def _heatmap(
    ground: Ground, found: Found, cohorts: dict[date, _Cells], step: str, last: date
) -> Part:
    figure = _SHOWN[ground.chosen("show")]
    rows = [
        {"cohort": cohort, "customers": _size(cohort, cells), "step": number, figure.name: value}
        for cohort, cells in cohorts.items()
        for number, value in enumerate(_steps(cohort, cells, step, last, figure.name))
    ]
    columns = [
        column("cohort", "First order", "date", "row"),
        column("customers", "Customers", "count", "row"),
        column("step", f"{step.capitalize()}s since", "count", "step"),
        figure,
    ]
    return part(
        "cohorts", figure.label, "heatmap", columns, rows, ground.currency,
        formula=f"{figure.help}. Orders that were cancelled do not count; refunds count with "
        "their order. What is not over yet is left blank.",
        found=[found],
    )  # fmt: skip


def _size(cohort: date, cells: _Cells) -> int:
    """Everyone ordered in the step in which the cohort began."""
    return int(cells[cohort]["customers"])


def _steps(cohort: date, cells: _Cells, step: str, last: date, figure: str) -> Iterator[object]:
    """The figure of each step that has begun; null while it is not over."""
    orders = worth = 0
    size = _size(cohort, cells)
    at = cohort
    for _ in range(_MOST_STEPS + 1):
        if at > last:
            return
        cell = cells.get(at, {})
        orders += int(cell.get("orders", 0))
        worth += int(cell.get("net_minor", 0))
        values = {
            "retention": int(cell.get("customers", 0)) / size,
            "revenue": worth / size,
            "orders": orders / size,
        }
        after = _next(at, step)
        yield values[figure] if after <= last + timedelta(days=1) else None
        at = after


def _next(day: date, step: str) -> date:
    if step == "week":
        return day + timedelta(days=7)
    return months_later(day, 3 if step == "quarter" else 1)


def _headline(cohorts: dict[date, _Cells]) -> str:
    customers = sum(_size(cohort, cells) for cohort, cells in cohorts.items())
    return f"{customers:,} customers placed their first order in these days."


PAGE = Page(
    name="cohorts",
    title="Cohorts",
    description="Customers by the time of their first order: who came back, what they are worth.",
    needs="Shopify's orders export",
    build=_build,
    options=(
        grain("month", "week", "month", "quarter"),
        show("retention", [(key, one.label) for key, one in _SHOWN.items()]),
    ),
    default_range="last_12_months",
)
