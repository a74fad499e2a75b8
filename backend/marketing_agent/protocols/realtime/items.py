"""Items of a conversation as the protocol writes them."""

import json
from typing import Any

from marketing_agent.agents.runs.events import ApprovalRequested, ToolCalled, ToolReturned
from marketing_agent.protocols.realtime.schemas import Message, Output

Item = dict[str, Any]
APPROVE = "approve"
"""The function whose output is a person's decision; its call ids begin with this name."""
LABEL = "marketing-agent"
APPROVE_TOOL: Item = {
    "type": "function",
    "name": APPROVE,
    "description": (
        "Shows a person exactly what would be done, and answers with their decision as "
        '{"approved": true} or {"approved": false}. Never decide it without a person.'
    ),
    "parameters": {
        "type": "object",
        "properties": {
            "approval_id": {"type": "string"},
            "tool": {"type": "string"},
            "arguments": {"type": "object"},
            "effect": {"type": "string"},
            "subject": {"type": ["string", "null"]},
            "body": {"type": ["string", "null"]},
            "recipients": {"type": "array", "items": {"type": "string"}},
            "digest": {"type": "string"},
            "expires_at": {"type": "string"},
        },
        "required": ["approval_id", "tool", "arguments", "effect", "digest"],
    },
}


def text_item(item_id: str, text: str, status: str) -> Item:
    """A message of the agent; without text before any was said."""
    content = [] if status == "in_progress" else [{"type": "output_text", "text": text}]
    head = {"id": item_id, "object": "realtime.item", "type": "message", "status": status}
    return head | {"role": "assistant", "content": content}


def function_item(call_id: str, name: str, arguments: dict[str, Any]) -> Item:
    """A call that the client answers with a function_call_output."""
    return {
        "id": f"item_{call_id}",
        "object": "realtime.item",
        "type": "function_call",
        "status": "completed",
        "call_id": call_id,
        "name": name,
        "arguments": written(arguments),
    }


def tool_item(called: ToolCalled, returned: ToolReturned | None = None) -> Item:
    """A call of one of our tools, which runs on this side."""
    item: Item = {
        "id": called.call_id,
        "type": "mcp_call",
        "server_label": LABEL,
        "name": called.tool,
        "arguments": written(called.arguments),
        "approval_request_id": None,
        "output": None,
        "error": None,
    }
    if returned is None:
        return item
    if returned.is_error:
        return item | {"error": {"type": "tool_execution_error", "message": returned.text}}
    return item | {"output": written({"text": returned.text, "data": returned.data})}


def approval_arguments(asked: ApprovalRequested) -> dict[str, Any]:
    """The exact effect that a person decides on."""
    record = asked.approval
    shown = {key: record["preview"].get(key) for key in ("effect", "subject", "body", "recipients")}
    kept = {key: record[key] for key in ("tool", "arguments", "digest", "expires_at")}
    return {"approval_id": record["id"], **shown, **kept}


def given_item(item: Message | Output, item_id: str) -> Item:
    """What the client said, as it is kept."""
    head: Item = {"id": item_id, "object": "realtime.item", "status": "completed"}
    return head | item.model_dump(mode="json", exclude={"id"})


def written(value: Any) -> str:
    """JSON in a string, which is how the protocol carries arguments and results."""
    return json.dumps(value, ensure_ascii=False)
