"""Blocks of an answer from what its steps gave."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketing_agent.agents.planner.schemas import PlanStep
from marketing_agent.agents.runs.blocks import (
    ApprovalBlock,
    Block,
    ChartBlock,
    InsightBlock,
    MetricBlock,
    TableBlock,
    TextBlock,
)
from marketing_agent.agents.runs.events import ToolReturned


def blocks_of(steps: Sequence[PlanStep], results: Mapping[str, ToolReturned]) -> tuple[Block, ...]:
    """One block a step that gave something to look at, in order."""
    found = []
    for step in steps:
        result = results.get(step.id)
        if result is not None and not result.is_error:
            found.append(_block(step, result))
    return tuple(found)


def _block(step: PlanStep, result: ToolReturned) -> Block:
    data: dict[str, Any] = result.data if isinstance(result.data, dict) else {}
    about = {"step_id": step.id, "title": step.title, "sql_id": data.get("sql_id")}
    view = (result.view or "").rpartition("/")[2].removesuffix(".html")
    if step.tool == "ask":
        return _answered(data, about, result.text)
    if view == "kpis":
        return MetricBlock(data=data, **about)
    if view in ("change", "insight"):
        return InsightBlock(data=data, **about)
    if view == "table":
        return TableBlock(data=data, **about)
    if view in ("message", "approval"):
        return ApprovalBlock(data=data, **about)
    return TextBlock(text=result.text, **about)


def _answered(data: dict[str, Any], about: dict[str, Any], text: str) -> Block:
    """An answer as the kind of chart that was chosen for it."""
    about = about | {"asked_id": data.get("id")}
    if data.get("outcome") != "answer":
        return TextBlock(text=text, **about)
    kind = (data.get("chart") or {}).get("kind")
    if kind == "number":
        return MetricBlock(data=data, **about)
    if kind in (None, "table"):
        return TableBlock(data=data, **about)
    return ChartBlock(data=data, **about)
