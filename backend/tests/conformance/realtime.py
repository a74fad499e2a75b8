"""The sentence of acceptance over Realtime, by the `openai` package's own client."""

import json
from typing import Any

from openai import OpenAI
from openai.resources.realtime.realtime import RealtimeConnection

from tests.conformance.conftest import Installation
from tests.conformance.sentence import SENTENCE


def by_realtime(installation: Installation) -> dict[str, Any]:
    """A question, the call of `approve` that comes of it, and its output twice."""
    before = len(installation.inbox())
    client = OpenAI(
        api_key=installation.key,
        websocket_base_url=installation.url.replace("http", "ws") + "/v1",
    )
    part = {"type": "input_text", "text": SENTENCE}
    with client.realtime.connect(model="marketing-agent") as line:
        waiting = _response(line, {"type": "message", "role": "user", "content": [part]})
        call = waiting.output[-1]
        early = len(installation.inbox()) - before
        yes = {"type": "function_call_output", "call_id": call.call_id}
        for _twice in range(2):
            done = _response(line, yes | {"output": json.dumps({"approved": True})})
    shown = json.loads(call.arguments)
    run_id = done.metadata["run_id"]
    run = installation.rest("GET", f"/runs/{run_id}")
    records = installation.rest("GET", "/approvals")["items"]
    return {
        "plan": [{"tool": s["tool"], "arguments": s["arguments"]} for s in run["plan"]],
        "numbers": json.loads(waiting.output[0].output)["data"],
        "asked": {
            "id": shown["approval_id"],
            "digest": shown["digest"],
            "preview": {"body": shown["body"]},
        },
        "approvals": [one for one in records if one["run_id"] == run_id],
        "early": early,
        "messages": len(installation.inbox()) - before,
    }


def _response(line: RealtimeConnection, item: Any) -> Any:
    """The response to an item, as its last event has it."""
    line.conversation.item.create(item=item)
    line.response.create()
    for event in line:
        assert event.type != "error", event
        if event.type == "response.done":
            assert event.response.status == "completed"
            return event.response
    raise AssertionError("the connection ended")
