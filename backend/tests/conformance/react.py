"""The sentence of acceptance by a ReAct agent of LangChain over our tools.

Its model is a script that makes the calls of our agent's plan: what is shown is the loop, the tools
and what they come to, not a model's wit.
"""

import json
from typing import Any

from langchain.agents import create_agent
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from marketing_agent.protocols.langchain.service import connect
from tests.cli.processes import wait_for
from tests.conformance.conftest import Installation
from tests.conformance.sentence import CHANGE, LETTER, PLAN, SENTENCE
from tests.protocols.langchain.test_langchain import Scripted


def by_langchain(installation: Installation) -> dict[str, Any]:
    """Three turns of the loop, one answer, and a decision over REST, twice."""
    before = len(installation.inbox())
    react = create_agent(_model(), connect(installation.url, installation.key).tools)
    done = react.invoke({"messages": [HumanMessage(SENTENCE)]})
    explained, _drafted, sent = [m for m in done["messages"] if isinstance(m, ToolMessage)]
    assert done["messages"][-1].text == _given(sent)["text"]
    asked = sent.artifact
    early = len(installation.inbox()) - before
    decision = {"approved": True, "digest": asked["digest"]}
    for _twice in range(2):
        installation.rest("POST", f"/approvals/{asked['id']}/decide", decision)
        kept = wait_for(lambda: _used(installation, asked["id"]), 120)
    return {
        "plan": PLAN,
        "numbers": _given(explained)["data"],
        "asked": asked,
        "approvals": [kept],
        "early": early,
        "messages": len(installation.inbox()) - before,
    }


def _used(installation: Installation, approval_id: str) -> Any:
    found = installation.rest("GET", f"/approvals/{approval_id}")
    return found if found["status"] == "used" else None


def _model() -> Scripted:
    def letter(messages: list[BaseMessage]) -> dict[str, Any]:
        return LETTER | {"body": _given(messages[-1])["text"]}

    return Scripted(
        steps=[
            lambda _m: _call("explain_change", CHANGE),
            lambda m: _call("draft_message", letter(m)),
            lambda m: _call("send_message", {"message_id": _given(m[-1])["data"]["id"]}),
            lambda m: AIMessage(content=_given(m[-1])["text"]),
        ]
    )


def _call(name: str, arguments: dict[str, Any]) -> AIMessage:
    call = {"name": name, "args": arguments, "id": f"call-{name}", "type": "tool_call"}
    return AIMessage(content="", tool_calls=[call])


def _given(message: BaseMessage) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(message.text)
    return found
