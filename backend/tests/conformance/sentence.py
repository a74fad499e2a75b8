"""The sentence of acceptance, and how our agent plans it: later calls refer to what came before."""

from typing import Any

SENTENCE = "Why did revenue change last week? Send the summary to the team."
CHANGE = {"metric": "total_sales", "time": "last_week", "compare": "previous_period"}
LETTER = {"subject": "Why did revenue change last week", "to": "team"}
PLAN: list[dict[str, Any]] = [
    {"tool": "explain_change", "arguments": CHANGE},
    {"tool": "draft_message", "arguments": LETTER | {"body": {"$ref": "s1", "path": "@text"}}},
    {"tool": "send_message", "arguments": {"message_id": {"$ref": "s2", "path": "id"}}},
]
