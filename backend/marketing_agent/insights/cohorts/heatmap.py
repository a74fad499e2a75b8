"""Cohorts by steps: who came back, and what a customer brought so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marketing_agent.insights.cohorts.frame import Frame
from marketing_agent.insights.cohorts.worth import Worth, spend_told
from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.page.ground import Found
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Column, Part

MOST_STEPS = 25
SHOWN: dict[str, Column] = {
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
    "margin": column(
        "margin", "Gross margin per customer, so far", "money", better="up",
        help="Net sales less the cost of the goods sold, of the cohort up to and including that "
        "step ÷ customers of the cohort",
    ),
}  # fmt: skip
Row = Mapping[str, Any]
Cells = dict[date, dict[date, Row]]


@dataclass(frozen=True)
class Cohorts:
    """The rows by cohort and step; costs are told where the page shows margin."""

    found: tuple[Found, ...]
    cells: Cells
    costs: Cells


def by_cohort(found: Found) -> Cells:
    cells: Cells = {}
    for row in found.dicts():
        cells.setdefault(row["cohort"], {})[row["step_start"]] = row  # type: ignore[arg-type,index]
    return cells


def size(cohort: date, cells: Cells) -> int:
    """Everyone ordered in the step in which the cohort began."""
    return int(cells[cohort][cohort]["customers"])


def heatmap(frame: Frame, cohorts: Cohorts, worth: Worth, figure: Column) -> Part:
    """One row a cohort and step that has begun; the figure is blank while the step is not over."""
    has_spend = bool(worth.spend)
    rows = [
        named | {"step": number, figure.name: values[figure.name] if over else None}
        for cohort in cohorts.cells
        for named in [_named(frame, cohorts, worth, cohort)]
        for number, (over, values) in enumerate(grown(frame, cohorts, cohort))
    ]
    return part(
        "cohorts", figure.label, "heatmap", [*_row_columns(frame, has_spend), figure], rows,
        frame.ground.currency,
        formula=f"{figure.help}. Orders that were cancelled do not count; refunds count with "
        "their order. What is not over yet is left blank.",
        found=[*cohorts.found, *worth.found],
    )  # fmt: skip


def _row_columns(frame: Frame, has_spend: bool) -> list[Column]:
    step = frame.step.capitalize()
    spend = [
        column(
            "cac", "CAC", "money", "row", better="down",
            help=f"Ad spend in the {frame.step} ÷ customers of the cohort",
        ),
        column(
            "payback", f"Payback {frame.step}", "count", "row", better="down",
            help=f"The first {frame.step} by which {_earning(frame)} per customer had reached the "
            "CAC, 0 being that of the first order; blank while it has not",
        ),
    ]  # fmt: skip
    return [
        column("cohort", "First order", "date", "row"),
        column("customers", "Customers", "count", "row"),
        column("first_aov", "First order value", "money", "row", better="up"),
        *(spend if has_spend else []),
        column("step", f"{step}s since the first order", "count", "step"),
    ]


def earning(frame: Frame) -> str:
    """What a customer is taken to earn: the margin where it is shown, else net sales."""
    return "margin" if frame.ground.chosen("show") == "margin" else "revenue"


def _earning(frame: Frame) -> str:
    return "gross margin" if earning(frame) == "margin" else "net sales"


def _named(frame: Frame, cohorts: Cohorts, worth: Worth, cohort: date) -> dict[str, object]:
    """What stands at the head of the row."""
    own = next((row for row in worth.now if row["cohort"] == cohort), {})
    cac = _cac(frame, cohorts, worth, cohort)
    return {
        "cohort": cohort,
        "customers": size(cohort, cohorts.cells),
        "first_aov": ratio(own.get("first_minor"), own.get("first_orders")),
        "cac": cac,
        "payback": None if cac is None else _payback(frame, cohorts, cohort, cac),
    }


def _cac(frame: Frame, cohorts: Cohorts, worth: Worth, cohort: date) -> float | None:
    start = max(cohort, frame.ground.window.start)
    end = min(frame.joined_until(cohort), frame.known_until)
    if not spend_told(frame, start, end):
        return None
    return worth.spend.get(cohort, 0) / size(cohort, cohorts.cells)


def _payback(frame: Frame, cohorts: Cohorts, cohort: date, cac: float) -> int | None:
    earned = enumerate(values[earning(frame)] for _, values in grown(frame, cohorts, cohort))
    return next((number for number, so_far in earned if so_far >= cac), None)


def grown(frame: Frame, cohorts: Cohorts, cohort: date) -> list[tuple[bool, dict[str, float]]]:
    """The figures of each step that has begun, and whether it is over."""
    orders = worth = cost = 0
    many = size(cohort, cohorts.cells)
    found = []
    for step, over in frame.steps(cohort, MOST_STEPS):
        cell = cohorts.cells[cohort].get(step, {})
        orders += int(cell.get("orders", 0))
        worth += int(cell.get("net_minor", 0))
        cost += int(cohorts.costs.get(cohort, {}).get(step, {}).get("cost_minor", 0))
        values = {
            "retention": int(cell.get("customers", 0)) / many,
            "revenue": worth / many,
            "orders": orders / many,
            "margin": (worth - cost) / many,
        }
        found.append((over, values))
    return found
