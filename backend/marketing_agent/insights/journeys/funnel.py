"""From a visit to an order, as one report of Shopify tells it."""

from itertools import pairwise
from pathlib import Path
from typing import Any

from marketing_agent.insights.page.figures import change, ratio
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.page import Told
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Column, Gap, Part
from marketing_agent.insights.page.sql import sql_file
from marketing_agent.metrics import phrases

_HERE = Path(__file__).parent
_STEPS = {
    "sessions": "Visits",
    "sessions_with_cart_additions": "Put something into the cart",
    "sessions_reached_checkout": "Reached the checkout",
    "sessions_completed_checkout": "Ordered",
}
_NOUNS = {
    "sessions": "visits",
    "sessions_with_cart_additions": "carts",
    "sessions_reached_checkout": "checkouts",
    "sessions_completed_checkout": "orders",
}
Sums = dict[str, int]
"""Sessions by metric."""
Row = dict[str, Any]


def tell(ground: Ground, told: Told) -> None:
    """Adds the funnel, or why there is none."""
    found = ground.run(sql_file(_HERE, "funnel"))
    rows: list[Row] = found.dicts()
    report = _fullest(rows)
    if report is None:
        why = "No report of these days tells visits and what became of them."
        add = 'Add Shopify\'s report "Online store conversion over time".'
        told.gaps.append(Gap(what="From visit to order", why=why, add=add))
        return
    now, before = (_sums(rows, report, asked) for asked in (1, 0))
    told.parts.append(_funnel(ground, found, now, before, _untold(ground, rows, report)))
    told.sentences.append(_sentence(now))


def _fullest(rows: list[Row]) -> str | None:
    """The report that tells most steps of the days, then most of the days: reports are never
    added up."""
    told: dict[str, tuple[int, int]] = {}
    for row in rows:
        if row["asked"]:
            steps, days = told.get(row["report_key"], (0, 0))
            told[row["report_key"]] = (steps + 1, max(days, int(row["days"])))
    full = [key for key in told if _sums(rows, key, 1).get("sessions") and told[key][0] > 1]
    return max(full, key=lambda key: (*told[key], key), default=None)


def _sums(rows: list[Row], report: str, asked: int) -> Sums:
    mine = [row for row in rows if row["report_key"] == report and row["asked"] == asked]
    return {row["metric"]: int(row["amount"]) for row in mine}


def _untold(ground: Ground, rows: list[Row], report: str) -> str | None:
    days = max(int(row["days"]) for row in rows if row["report_key"] == report and row["asked"])
    whole = ground.window.range.days
    return None if days >= whole else f"The report tells {days:,} of the {whole:,} days."


def _funnel(ground: Ground, found: Found, now: Sums, before: Sums, note: str | None) -> Part:
    compares = ground.compared is not None and bool(before.get("sessions"))
    rows, last = [], None
    for metric, label in _STEPS.items():
        if metric not in now:
            continue
        row: Row = {
            "step": label,
            "sessions": now[metric],
            "of_visits": ratio(now[metric], now["sessions"]),
            "of_last": None if last is None else ratio(now[metric], last),
        }
        if compares:
            old = before.get(metric)
            row |= {"previous": old, "change": change(now[metric], old)}
        rows.append(row)
        last = now[metric]
    return part(
        "funnel", "From visit to order", "funnel", _columns(compares=compares), rows,
        ground.currency,
        formula="Sessions of the online store by how far they came, each as Shopify's report "
        "counts it. Share of visits: ÷ visits. Of the step before: ÷ the step above.",
        found=[found], note=note,
    )  # fmt: skip


def _columns(*, compares: bool) -> list[Column]:
    columns = [
        column("step", "Step", "text", "name"),
        column("sessions", "Sessions", "count", better="up"),
        column("of_visits", "Share of visits", "percent", better="up"),
        column("of_last", "Of the step before", "percent", better="up"),
    ]
    if compares:
        columns += [
            column("previous", "Before", "count", "previous"),
            column("change", "Change", "percent", "change", better="up"),
        ]
    return columns


def _sentence(now: Sums) -> str:
    told = [metric for metric in _STEPS if metric in now]
    falls = [
        (ratio(now[after], now[before]) or 0, before, after) for before, after in pairwise(told)
    ]
    kept, before, after = min(falls)
    share = phrases.figure(kept, "percent", "")
    return f"The steepest fall is from {_NOUNS[before]} to {_NOUNS[after]}: {share} go on."
