"""Which chart suits an answer: by its shape alone, so that the same question looks the same."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from marketing_agent.metrics.query_schemas import AnswerColumn
from marketing_agent.metrics.schemas import Frozen

_MOST_BARS = 20
_Column = Annotated[str, Field(max_length=80)]


class Chart(Frozen):
    """Which columns are drawn, and how. Columns stand upright; only people choose them."""

    kind: Literal["number", "line", "column", "bar", "table"]
    x: _Column | None
    y: Annotated[tuple[_Column, ...], Field(max_length=24)]
    split: _Column | None


def chart(columns: Sequence[AnswerColumn], rows: int) -> Chart:
    """Line for time, bars for a short split, a number for one value, a table for the rest."""
    groups = [c for c in columns if c.role in ("dimension", "date")]
    values = [c for c in columns if c.role in ("value", "share", "cumulative", "previous")]
    dates = [c for c in groups if c.role == "date"]
    kind: Literal["number", "line", "bar", "table"] = "table"
    if not groups:
        kind = "number"
    elif dates and len(groups) <= 2:
        kind = "line"
    elif len(groups) == 1 and rows <= _MOST_BARS:
        kind = "bar"
    x = dates[0].name if dates else groups[0].name if groups else None
    split = next((c.name for c in groups if c.name != x), None)
    return Chart(kind=kind, x=x, y=tuple(c.name for c in values), split=split)
