"""The figures that a page shows first, each beside what it was in the compared window."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Column, Part


@dataclass(frozen=True)
class Figure:
    """A figure now and before; money in minor units. None is what cannot be told."""

    column: Column
    now: float | int | None
    before: float | int | None = None
    told_before: bool = field(default=True, kw_only=True)
    """False for what is not counted for the compared window: it has no neighbours."""


def figures(
    ground: Ground, given: Sequence[Figure], *, formula: str, found: Sequence[Found]
) -> Part:
    """One row of figures. Only where a window is compared do they have neighbours."""
    columns: list[Column] = []
    row: dict[str, object] = {}
    for each in given:
        columns.append(each.column)
        row[each.column.name] = each.now
        if ground.compared and each.told_before:
            columns += _beside(each.column)
            row[f"previous_{each.column.name}"] = each.before
            row[f"change_{each.column.name}"] = change(each.now, each.before)
    return part(
        "figures", "Key figures", "figures", columns, [row], ground.currency,
        formula=formula, found=found,
    )  # fmt: skip


def change(now: float | None, before: float | None) -> float | None:
    """By how much it moved, as a share of what it was; None where that is nothing."""
    return None if now is None or not before else (now - before) / abs(before)


def ratio(above: float | int | None, below: float | int | None) -> float | None:
    """The ratio, or None where there is nothing to divide by."""
    return None if above is None or not below else above / below


def _beside(of: Column) -> list[Column]:
    return [
        column(f"previous_{of.name}", f"{of.label}, before", of.unit, "previous"),
        column(f"change_{of.name}", f"{of.label}, change", "percent", "change", of.better),
    ]
