"""LangChain: our tools under its own ReAct agent, and our agent as a Runnable, here and afar."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import Field

from marketing_agent.agents.tools import service as tools
from marketing_agent.api.app import create_app
from marketing_agent.protocols.langchain.port import ProductError
from marketing_agent.protocols.langchain.service import Kit, connect, inside
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, MemberCreate
from tests.agents.conftest import Crew, crew, headers
from tests.protocols.a2a.conftest import address
from tests.protocols.agui.test_agui import SENTENCE, Recorded, _worker

__all__ = ["address", "crew", "headers"]
QUESTION = "How many orders last month?"
Step = Callable[[list[BaseMessage]], AIMessage]


class Scripted(BaseChatModel):
    """A chat model whose turns are written down; it calls only tools that it was given."""

    steps: list[Any]
    offered: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **_more: Any) -> Any:
        self.offered.extend(convert_to_openai_tool(one)["function"]["name"] for one in tools)
        return self

    def _generate(self, messages: list[BaseMessage], *_a: Any, **_k: Any) -> ChatResult:
        made = self.steps.pop(0)(messages)
        assert {call["name"] for call in made.tool_calls} <= set(self.offered)
        return ChatResult(generations=[ChatGeneration(message=made)])


def _call(name: str, arguments: Callable[[list[BaseMessage]], dict[str, Any]]) -> Step:
    def step(messages: list[BaseMessage]) -> AIMessage:
        call = {"name": name, "args": arguments(messages), "id": f"c{len(messages)}"}
        return AIMessage(content="", tool_calls=[{**call, "type": "tool_call"}])

    return step


def _key(crew: Crew, role: str) -> str:
    with crew.database.transaction(crew.workspace.id) as session:
        new = ApiKeyCreate.model_validate({"name": role, "role": role})
        return tenancy.create_api_key(session, crew.caller, new).key


@pytest.fixture
def far(address: str, headers: dict[str, str]) -> Kit:
    """The kit of a running server, by an owner's key."""
    return connect(address, headers["Authorization"].removeprefix("Bearer "))


def test_a_react_agent_of_langchain_works_with_our_tools(far: Kit, crew: Crew) -> None:
    with crew.database.transaction(crew.workspace.id) as session:
        ada = MemberCreate(email="ada@example.com", name="Ada", role="owner")
        tenancy.add_member(session, crew.caller, ada)
    letter = {"subject": "Sales", "body": "They rose.", "to": "team"}
    model = Scripted(
        steps=[
            _call("draft_message", lambda _m: letter | {"colour": "red"}),
            _call("draft_message", lambda _m: letter),
            _call("send_message", lambda m: {"message_id": _given(m[-1])["data"]["id"]}),
            lambda m: AIMessage(content=_given(m[-1])["text"]),
        ]
    )
    done = create_agent(model, far.tools).invoke({"messages": [HumanMessage("Tell the team.")]})
    refused, drafted, asked = [m for m in done["messages"] if isinstance(m, ToolMessage)]
    assert (refused.status, drafted.status, asked.status) == ("error", "success", "success")
    assert "colour" in refused.text
    told = _given(asked)
    assert told["status"] == "approval_required"
    assert done["messages"][-1].text == told["text"]
    assert "nothing was sent" in told["text"]
    assert asked.artifact["preview"]["body"].startswith("They rose.")
    assert asked.artifact["status"] == "open"
    assert set(model.offered) == {tool.name for tool in tools.all_tools()}


def _given(message: BaseMessage) -> dict[str, Any]:
    found = json.loads(message.text)
    assert isinstance(found, dict)
    return found


def test_tools_are_those_of_the_role_with_schema_effect_and_roles(address: str, crew: Crew) -> None:
    crew_app = create_app(crew.settings, crew.database)
    viewer = tenancy.system_caller(crew.workspace).model_copy(update={"role": "viewer"})
    near = inside(crew_app.state.desk, viewer).tools
    far = connect(address, _key(crew, "viewer")).tools
    assert [t.name for t in near] == [t.name for t in far]
    assert [t.name for t in near] == [t.name for t in tools.tools_for(viewer)]
    for tool in near:
        info = tools.info(tools.get_tool(tool.name))
        assert tool.args_schema == info.input_schema
        assert tool.metadata is not None
        assert (tool.metadata["effect"], tool.tags) == (info.effect, [info.effect])
        assert tool.metadata["roles"] == list(info.roles)
        # Names that LangChain would keep for itself.
        assert not {"config", "run_manager", "callbacks"} & set(tool.args)
        assert ("asks a person" in tool.description) == (info.effect == "send")


def test_the_agent_answers_whole_streamed_and_in_a_chain(far: Kit, crew: Crew) -> None:
    first = far.agent.invoke(QUESTION)
    assert first.text == f"{QUESTION}: 42."
    about = first.response_metadata
    assert (about["status"], about["approvals"]) == ("completed", [])
    assert crew.shown(about["run_id"]).source == "langchain"
    goes_on: Any = {"configurable": {"thread_id": about["thread_id"]}}
    chunks = list(far.agent.stream([HumanMessage(QUESTION)], goes_on))
    assert "".join(c.text for c in chunks) == first.text
    assert len(chunks) > 2
    assert chunks[-1].response_metadata["thread_id"] == about["thread_id"]
    assert (far.agent | StrOutputParser()).invoke({"messages": [("user", QUESTION)]}) == first.text


def test_what_waits_is_decided_by_a_person_once(far: Kit, crew: Crew, address: str) -> None:
    waiting = far.agent.invoke(SENTENCE)
    told = waiting.response_metadata
    assert told["status"] == "waiting"
    (record,) = told["approvals"]
    assert record["preview"]["effect"] == "Sends it to 1 member."
    with pytest.raises(ProductError):
        connect(address, _key(crew, "viewer")).agent.decide(waiting, approved=True)
    assert crew.effects() == ["draft_message"]
    done = far.agent.decide(waiting, approved=True)
    again = far.agent.decide(waiting, approved=False)
    assert (done.text, done.response_metadata) == (again.text, again.response_metadata)
    assert done.response_metadata["status"] == "completed"
    assert crew.effects() == ["draft_message", "send_message"]


def test_the_agent_in_this_process(crew: Crew) -> None:
    crew.tools.__class__ = Recorded
    app = create_app(crew.settings, crew.database)
    agent = inside(app.state.desk, crew.caller).agent
    end = _worker(crew)
    try:
        waiting = agent.invoke(SENTENCE)
        agent.decide(waiting, approved=False)
    finally:
        end()
    assert crew.effects() == ["draft_message"]
    with pytest.raises(ProductError):
        agent.invoke("")


def test_a_wrong_key_and_a_server_that_is_not_there_are_told(address: str) -> None:
    with pytest.raises(ProductError, match="key"):
        connect(address, "ma_unknown")
    with pytest.raises(ProductError, match="does not answer"):
        connect("http://127.0.0.1:9", "ma_unknown")
