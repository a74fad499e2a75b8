"""Shopify's own cohort report: beside what the orders say, or alone where there are none."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from marketing_agent.insights.cohorts.frame import Frame
from marketing_agent.insights.cohorts.heatmap import SHOWN, Cells, by_cohort
from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Part
from marketing_agent.insights.page.sql import sql_file
from marketing_agent.metrics.windows import months_later

_HERE = Path(__file__).parent
_DIMENSION = "months_since_first_purchase"
Row = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """A cell of the report, and whether its month was over when it was exported."""

    cohort: date
    step: int
    customers: int
    over: bool


def compared(frame: Frame) -> tuple[Part, str] | None:
    """The cells that both tell, those that differ first, with a sentence; None without a report.

    Shopify counts cancelled orders as well, so for this comparison so do we.
    """
    if frame.step != "month":
        return None
    report = frame.run("reported")
    if not report.rows:
        return None
    own = frame.run("with_cancelled")
    rows = list(_differences(frame, _cells(report, frame.known_until), by_cohort(own)))
    if not rows:
        return None
    rows.sort(key=lambda row: (row["difference"] == 0, row["cohort"], row["step"]))
    return _comparison(frame, rows, [report, own]), _sentence(rows)


def alone(ground: Ground) -> Part | None:
    """The report as it is, for a store without orders."""
    found = ground.run(sql_file(_HERE, "reported"))
    cells = list(_cells(found, ground.today))
    sizes = {each.cohort: each.customers for each in cells if each.step == 0}
    rows = [
        {
            "cohort": each.cohort,
            "customers": sizes[each.cohort],
            "step": each.step,
            "retention": ratio(each.customers, sizes[each.cohort]) if each.over else None,
        }
        for each in sorted(cells, key=lambda each: (each.cohort, each.step))
        if each.cohort in sizes and ground.window.start <= each.cohort < ground.window.end
    ]
    return _report(ground, rows, found) if rows else None


def _cells(report: Found, known_until: date) -> Iterator[Told]:
    for row in report.dicts():
        cohort, customers, exported = row["cohort"], row["customers"], row["exported_to"]
        step = str(json.loads(str(row["dims"]))[_DIMENSION])
        if not step.isdigit() or not isinstance(customers, int) or not isinstance(cohort, date):
            continue
        until = known_until
        if isinstance(exported, date):
            until = min(until, exported + timedelta(days=1))
        over = months_later(cohort, int(step) + 1) <= until
        yield Told(cohort, int(step), customers, over)


def _differences(frame: Frame, cells: Iterator[Told], own: Cells) -> Iterator[Row]:
    whole = months_later(frame.ground.window.end.replace(day=1), 0)
    for each in cells:
        # A cohort that the window cuts is another cohort.
        cut = each.cohort < frame.ground.window.start or months_later(each.cohort, 1) > whole
        if each.over and each.cohort in own and not cut:
            cell = own[each.cohort].get(months_later(each.cohort, each.step), {})
            mine = int(cell.get("customers", 0))
            yield {
                "cohort": each.cohort,
                "step": each.step,
                "customers": mine,
                "reported": each.customers,
                "difference": mine - each.customers,
            }


def _comparison(frame: Frame, rows: list[Row], found: list[Found]) -> Part:
    columns = [
        column("cohort", "First order", "date", "row"),
        column("step", "Months since the first order", "count", "step"),
        column("customers", "Customers by the orders", "count"),
        column("reported", "Customers by Shopify's report", "count"),
        column("difference", "Difference", "count"),
    ]
    return part(
        "reported", "Beside Shopify's own cohort report", "table", columns, rows,
        frame.ground.currency,
        formula="Different customers with an order in that month, cancelled orders included as "
        "Shopify counts them. Only months that are over.",
        found=found,
        folded=all(row["difference"] == 0 for row in rows),
    )  # fmt: skip


def _report(ground: Ground, rows: list[Row], found: Found) -> Part:
    columns = [
        column("cohort", "First order", "date", "row"),
        column("customers", "Customers", "count", "row"),
        column("step", "Months since the first order", "count", "step"),
        SHOWN["retention"],
    ]
    return part(
        "cohorts", "Came back, as Shopify's report says", "heatmap", columns, rows,
        ground.currency,
        formula="Customers with an order in that month ÷ customers of the cohort, both as "
        "Shopify's cohort report tells them. What is not over yet is left blank.",
        found=[found],
    )  # fmt: skip


def _sentence(rows: list[Row]) -> str:
    same = sum(row["difference"] == 0 for row in rows)
    if same == len(rows):
        return (
            f"Shopify's own cohort report says the same in all {same:,} cells, "
            "counted its way with cancelled orders."
        )
    return (
        f"Shopify's own cohort report says the same in {same:,} of {len(rows):,} cells, "
        "counted its way with cancelled orders; the others are listed first. A time zone that is "
        "not the store's moves orders into other months."
    )
