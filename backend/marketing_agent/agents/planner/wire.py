"""What a model is sent: one JSON document, all of it data; the rules are in the instructions."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from marketing_agent.agents.planner.port import PlanBrief, Reading, StepReport, Turn, WriteBrief

_MOST_DATA = 6_000
_CUT = "… (cut)"


def plan_document(brief: PlanBrief) -> str:
    """A request to plan."""
    return _json(asdict(brief) | {"today": brief.today.isoformat()})


def read_plan(document: str) -> PlanBrief:
    """The same, read back."""
    fields = json.loads(document)
    return PlanBrief(
        **fields
        | {
            "today": date.fromisoformat(fields["today"]),
            "tools": tuple(fields["tools"]),
            "client_tools": tuple(fields["client_tools"]),
            "attachments": tuple(fields["attachments"]),
            "others": tuple(fields["others"]),
            "readings": tuple(_reading(one) for one in fields["readings"]),
            "turns": tuple(Turn(**one) for one in fields["turns"]),
        }
    )


def _reading(fields: dict[str, Any]) -> Reading:
    listed = {name: tuple(fields[name]) for name in ("metrics", "close")}
    return Reading(**fields | listed)


def write_document(brief: WriteBrief) -> str:
    """Results to tell. Long data is cut: what a tool said of it in words is whole."""
    steps = [_step(step) for step in brief.steps]
    return _json({"text": brief.text, "reply": brief.reply, "steps": steps})


def _step(step: StepReport) -> dict[str, Any]:
    fields = asdict(step)
    fields["said"] = fields.pop("text")
    written = _json(step.data)
    fields["data"] = step.data if len(written) <= _MOST_DATA else written[:_MOST_DATA] + _CUT
    return fields


def read_write(document: str) -> WriteBrief:
    """The same, read back."""
    fields = json.loads(document)
    steps = tuple(StepReport(text=one.pop("said"), **one) for one in fields["steps"])
    return WriteBrief(fields["text"], steps, fields["reply"])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
