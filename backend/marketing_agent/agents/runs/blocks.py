"""What an answer is drawn from: a closed set of blocks, each with its data and where it is from."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Block(BaseModel):
    """`asked_id` is the question behind it, `sql_id` the stored statement, `step_id` the step."""

    model_config = ConfigDict(frozen=True)

    step_id: str | None = None
    asked_id: str | None = None
    sql_id: str | None = None
    title: str | None = None


class TextBlock(_Block):
    type: Literal["text"] = "text"
    text: str


class MetricBlock(_Block):
    """Figures beside each other, as the tool gave them."""

    type: Literal["metric"] = "metric"
    data: dict[str, Any]


class ChartBlock(_Block):
    type: Literal["chart"] = "chart"
    data: dict[str, Any]


class TableBlock(_Block):
    type: Literal["table"] = "table"
    data: dict[str, Any]


class PlanBlock(_Block):
    type: Literal["plan"] = "plan"
    data: dict[str, Any]


class DiffBlock(_Block):
    type: Literal["diff"] = "diff"
    data: dict[str, Any]


class ApprovalBlock(_Block):
    type: Literal["approval"] = "approval"
    data: dict[str, Any]


class InsightBlock(_Block):
    type: Literal["insight"] = "insight"
    data: dict[str, Any]


Block = Annotated[
    TextBlock
    | MetricBlock
    | ChartBlock
    | TableBlock
    | PlanBlock
    | DiffBlock
    | ApprovalBlock
    | InsightBlock,
    Field(discriminator="type"),
]
