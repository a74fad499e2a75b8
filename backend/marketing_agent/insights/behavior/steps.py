"""From a visit to an order, searches, and checkouts that were left."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from marketing_agent.insights.page.answered import add_gap
from marketing_agent.insights.page.figures import change, ratio
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.page import Told
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Column, ColumnUnit, Gap
from marketing_agent.insights.page.sql import Sql, sql_file

_HERE = Path(__file__).parent
Row = dict[str, object]
STEPS = {
    "sessions": "Sessions",
    "added": "Added to cart",
    "reached": "Reached checkout",
    "completed": "Completed checkout",
}
_FORMULA = (
    "Sessions of Shopify's conversion report by how far they came. Kept is the share of the step "
    "before, of all the share of sessions. Steps are counted each on its own: a session that paid "
    "at once without a cart is in the later ones only."
)


def funnel(ground: Ground, told: Told) -> Row | None:
    """Puts the funnel on the page; the row of sums that it was drawn from."""
    found = ground.run(_sql("funnel"))
    rows = found.dicts()
    if not rows or not rows[0]["sessions"]:
        why = "No conversion report here has whole buckets of all four steps within these days."
        add = "Add Shopify's report “Online store conversion over time” by day."
        add_gap(told, Gap(what="Funnel", why=why, add=add))
        return None
    (sums,) = rows
    told.parts.append(
        part(
            "funnel", "From visit to order", "funnel", _columns(ground), list(_steps(sums)),
            ground.currency, formula=_FORMULA, found=[found], note=_reach(ground, sums),
        )
    )  # fmt: skip
    return sums


def _steps(sums: Row) -> Iterator[Row]:
    before: int | None = None
    for key, label in STEPS.items():
        now, old = (_int(sums[name]) for name in (key, f"previous_{key}"))
        yield {
            "step": label, "sessions": now, "kept": ratio(now, before), "previous_sessions": old,
            "share": ratio(now, _int(sums["sessions"])), "change_sessions": change(now, old),
        }  # fmt: skip
        before = now


def _reach(ground: Ground, sums: Row) -> str | None:
    days = ground.window.range.days
    if sums["grain"] == "day" and sums["buckets"] != days:
        return f"The report tells {sums['buckets']} of these {days} days."
    return None if sums["grain"] == "day" else f"Whole {sums['grain']}s within these days only."


def _columns(ground: Ground) -> list[Column]:
    columns = [
        column("step", "Step", "text", "name"),
        column("sessions", "Sessions", "count", better="up"),
        column("kept", "Kept of the step before", "percent"),
        column("share", "Of all sessions", "percent"),
    ]
    return [*columns, *_beside(ground, "sessions", "Sessions", "count")]


def _beside(ground: Ground, name: str, label: str, unit: ColumnUnit) -> Sequence[Column]:
    if not ground.compared:
        return ()
    return (
        column(f"previous_{name}", f"{label}, before", unit, "previous"),
        column(f"change_{name}", f"{label}, change", "percent", "change"),
    )


def abandoned(ground: Ground, told: Told) -> None:
    """Checkouts that were begun and left; never part of orders or sales."""
    found = ground.run(_sql("abandoned"))
    (sums,) = found.dicts()
    if sums["first_date"] is None:
        why = "No file here tells it."
        add = "Add Shopify's export of abandoned checkouts."
        add_gap(told, Gap(what="Abandoned checkouts", why=why, add=add))
        return
    if not sums["checkouts"]:
        add_gap(told, Gap(what="Abandoned checkouts", why="None was left in these days."))
        return
    told.parts.append(
        part(
            "abandoned", "Abandoned checkouts", "figures", _left_columns(ground),
            [_left(ground, sums)], ground.currency, found=[found],
            formula="Checkouts of the export that were begun in these days and not completed.",
        )
    )  # fmt: skip


def _left(ground: Ground, sums: Row) -> Row:
    before = ground.compared
    first = sums["first_date"]
    known = before is not None and isinstance(first, date) and first < before.end
    many, value = _int(sums["checkouts"]), _int(sums["value_minor"])
    old_many = _int(sums["previous_checkouts"]) if known else None
    old_value = _int(sums["previous_value_minor"]) if known else None
    return {
        "checkouts": many, "previous_checkouts": old_many,
        "change_checkouts": change(many, old_many),
        "value": value, "previous_value": old_value, "change_value": change(value, old_value),
        "average": ratio(value, many),
    }  # fmt: skip


def _left_columns(ground: Ground) -> list[Column]:
    return [
        column("checkouts", "Abandoned checkouts", "count", better="down"),
        *_beside(ground, "checkouts", "Abandoned checkouts", "count"),
        column("value", "Their value", "money", better="down"),
        *_beside(ground, "value", "Their value", "money"),
        column("average", "Average value", "money"),
    ]


def searches(ground: Ground, told: Told) -> None:
    """What visitors searched for on the store, where a report tells it."""
    found = ground.run(_sql("searches"))
    if not found.rows:
        add = "Add Shopify's report “Top online store searches”."
        add_gap(told, Gap(what="On-site search", why="No file here tells it.", add=add))
        return
    rows = [
        {"query": json.loads(str(row["dims"])).get("search_query"), "searches": row["searches"]}
        for row in found.dicts()
    ]
    columns = [
        column("query", "Search", "text", "name"),
        column("searches", "Searches", "count"),
    ]
    told.parts.append(
        part(
            "searches", "On-site search", "bars", columns, rows, ground.currency,
            formula="Searches on the store as Shopify's report counts them.", found=[found],
        )
    )  # fmt: skip


def _sql(name: str) -> Sql:
    return sql_file(_HERE, name)


def _int(value: object) -> int | None:
    return None if value is None else int(str(value))
