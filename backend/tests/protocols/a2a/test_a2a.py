"""A2A 1.0 with the SDK's real client over real HTTP, in both bindings, and bad input."""

import json
from typing import Any

import httpx
import pytest
from a2a.client import A2ACardResolver
from a2a.types import (
    CancelTaskRequest,
    GetTaskRequest,
    ListTasksRequest,
    Part,
    SubscribeToTaskRequest,
    TaskNotCancelableError,
    TaskNotFoundError,
    TaskState,
    UnsupportedOperationError,
)
from a2a.utils.signing import InvalidSignaturesError, create_signature_verifier
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Value
from jwt import PyJWK

from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.tools import service as tools
from marketing_agent.protocols.a2a import service
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate
from tests.agents.conftest import Crew
from tests.loops import in_a_loop
from tests.protocols.a2a.conftest import Talk, of_another_workspace, said

SENTENCE = "Why did revenue change last week? Send the summary to the team."
_HTTP = httpx.Client(timeout=60)
_VERSION = {"A2A-Version": "1.0"}
CARD = "/.well-known/agent-card.json"
REFUSED = "a request was refused"


def _data(value: dict[str, Any]) -> Part:
    return Part(data=ParseDict(value, Value()))


async def _last(client: Any, request: Any) -> Any:
    found = [one async for one in client.send_message(request)]
    return found[-1].task


def _asked(task: Any) -> dict[str, Any]:
    found = [MessageToDict(p.data) for p in task.status.message.parts if p.HasField("data")]
    return dict(found[0]["approval"])


def test_the_card_is_public_signed_and_follows_the_host(address: str) -> None:
    (key,) = _HTTP.get(f"{address}/.well-known/jwks.json").json()["keys"]
    assert "d" not in key

    async def resolve(verifier: Any) -> Any:
        async with httpx.AsyncClient() as http:
            resolver = A2ACardResolver(http, address)
            return await resolver.get_agent_card(signature_verifier=verifier)

    def given(kid: str | None, jku: str | None) -> PyJWK:
        assert (kid, jku) == (key["kid"], f"{address}/.well-known/jwks.json")
        return PyJWK(key)

    verifier = create_signature_verifier(given, ["ES256"])
    card = in_a_loop(resolve(verifier))
    urls = [one.url for one in card.supported_interfaces]
    assert urls == [f"{address}/a2a/", f"{address}/a2a/rest"]
    assert {"ask", "get_kpis", "send_message"} <= {skill.id for skill in card.skills}
    card.description = "Somebody else"
    with pytest.raises(InvalidSignaturesError):
        verifier(card)
    first = _HTTP.get(f"{address}{CARD}")
    again = _HTTP.get(f"{address}{CARD}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = _HTTP.get(f"{address}{CARD}", headers={"Host": "agent.example.com"}).json()
    assert other["supportedInterfaces"][0]["url"] == "http://agent.example.com/a2a/"
    hostile = _HTTP.get(f"{address}{CARD}", headers={"Host": "a.example.com/x?y"})
    assert hostile.status_code == 400


def test_the_cards_examples_are_calls_that_work(address: str, talk: Talk) -> None:
    skills = {one["id"]: one for one in _HTTP.get(f"{address}{CARD}").json()["skills"]}
    for tool in tools.all_tools():
        call = json.loads(skills[tool.name]["examples"][0])
        assert call["action"] == tool.name
        tool.input.model_validate(call["args"])

    async def work(client: Any) -> Any:
        sent = Part(data=ParseDict(json.loads(skills["ask"]["examples"][0]), Value()))
        return await _last(client, said(sent))

    assert talk(work).status.state == TaskState.TASK_STATE_COMPLETED


def test_a_question_is_a_task_with_its_answer(talk: Talk, crew: Crew) -> None:
    async def work(client: Any) -> Any:
        request = said(Part(text="How many orders last month?"), context_id="mine", message_id="q")
        task = await _last(client, request)
        twice = await _last(client, request)
        read = await client.get_task(GetTaskRequest(id=task.id))
        none = await client.get_task(GetTaskRequest(id=task.id, history_length=0))
        listed = await client.list_tasks(ListTasksRequest(context_id="mine"))
        return task, twice, read, none, listed

    task, twice, read, none, listed = talk(work)
    assert task.status.state == TaskState.TASK_STATE_COMPLETED
    assert (task.context_id, twice.id) == ("mine", task.id)
    run = crew.shown(task.id)
    assert (run.source, run.status) == ("a2a", "completed")
    assert run.answer
    answer = next(one for one in task.artifacts if one.name == "answer")
    assert answer.parts[0].text == run.answer
    assert read == task
    assert read.history[0].parts[0].text == "How many orders last month?"
    assert not none.history
    assert [one.id for one in listed.tasks] == [task.id]
    assert not listed.tasks[0].artifacts


def test_a_stream_tells_everything_and_ends_with_the_task(talk: Talk) -> None:
    async def work(client: Any) -> Any:
        request = said(Part(text="How many orders last month?"))
        return [one async for one in client.send_message(request)]

    found = talk(work, streaming=True)
    kinds = [one.WhichOneof("payload") for one in found]
    assert (kinds[0], kinds[-1]) == ("task", "status_update")
    assert "artifact_update" in kinds
    states = [one.status_update.status.state for one in found if one.HasField("status_update")]
    assert states[0] == TaskState.TASK_STATE_WORKING
    assert states[-1] == TaskState.TASK_STATE_COMPLETED


def test_a_client_that_vanishes_cancels_nothing(talk: Talk, crew: Crew) -> None:
    async def leave(client: Any) -> str:
        async for one in client.send_message(said(Part(text="How many orders last month?"))):
            return str(one.task.id)
        raise AssertionError("the stream was empty")

    task_id = talk(leave, streaming=True)

    async def follow(client: Any) -> Any:
        try:
            async for _one in client.subscribe(SubscribeToTaskRequest(id=task_id)):
                pass
        except UnsupportedOperationError:
            pass  # it had ended before we asked
        with pytest.raises(UnsupportedOperationError):
            async for _one in client.subscribe(SubscribeToTaskRequest(id=task_id)):
                pass
        with pytest.raises(TaskNotCancelableError):
            await client.cancel_task(CancelTaskRequest(id=task_id))
        return await client.get_task(GetTaskRequest(id=task_id))

    assert talk(follow, streaming=True).status.state == TaskState.TASK_STATE_COMPLETED


def test_one_approval_decided_once_sends_once(talk: Talk, crew: Crew) -> None:
    async def work(client: Any) -> Any:
        waiting = await _last(client, said(Part(text=SENTENCE)))
        record = _asked(waiting)
        wrong = _data({"approved": True, "digest": "0" * 64})
        with pytest.raises(Exception, match="Look at it again"):
            await _last(client, said(wrong, task_id=waiting.id))
        with pytest.raises(UnsupportedOperationError):
            await _last(client, said(Part(text="yes, approved"), task_id=waiting.id))
        yes = {"approval_id": record["id"], "approved": True, "digest": record["digest"]}
        done = await _last(client, said(_data(yes), task_id=waiting.id))
        again = await _last(client, said(_data(yes), task_id=waiting.id))
        no = await _last(client, said(_data(yes | {"approved": False}), task_id=waiting.id))
        with pytest.raises(UnsupportedOperationError):
            await _last(client, said(Part(text="And more?"), task_id=waiting.id))
        return waiting, done, again, no

    waiting, done, again, no = talk(work)
    assert waiting.status.state == TaskState.TASK_STATE_INPUT_REQUIRED
    assert done.status.state == TaskState.TASK_STATE_COMPLETED
    assert again == done
    assert no == done
    plan = crew.shown(done.id).plan or ()
    assert [s.tool for s in plan] == ["explain_change", "draft_message", "send_message"]
    assert crew.effects().count("send_message") == 1


def test_a_waiting_task_is_cancelled(talk: Talk, crew: Crew) -> None:
    async def work(client: Any) -> Any:
        waiting = await _last(client, said(Part(text=SENTENCE)))
        gone = await client.cancel_task(CancelTaskRequest(id=waiting.id))
        late = await _last(client, said(_data({"approved": True}), task_id=waiting.id))
        return gone, late

    gone, late = talk(work)
    assert gone.status.state == late.status.state == TaskState.TASK_STATE_CANCELED
    assert "send_message" not in crew.effects()


def test_an_action_runs_exactly_that_tool(talk: Talk, crew: Crew) -> None:
    async def work(client: Any) -> Any:
        action = {"action": "ask", "args": {"question": "orders", "previous_id": "7"}}
        return await _last(client, said(_data(action)))

    task = talk(work)
    assert task.status.state == TaskState.TASK_STATE_COMPLETED
    (step,) = crew.shown(task.id).plan or ()
    assert (step.tool, step.arguments) == ("ask", {"question": "orders", "previous_id": "7"})
    assert crew.types(task.id)[:2] == ["run.started", "plan.proposed"]


def test_the_extended_card_is_by_role(address: str, crew: Crew, headers: dict[str, str]) -> None:
    with crew.database.transaction(crew.workspace.id) as session:
        made = tenancy.create_api_key(
            session, crew.caller, ApiKeyCreate(name="viewer", role="viewer")
        )
    viewer = {"Authorization": f"Bearer {made.key}"}

    def skills(who: dict[str, str]) -> set[str]:
        answer = _HTTP.get(f"{address}/a2a/rest/extendedAgentCard", headers=who | _VERSION)
        return {one["id"] for one in answer.json()["skills"]}

    assert "draft_message" in skills(headers)
    assert "draft_message" not in skills(viewer)
    assert "ask" in skills(viewer)


def _rpc(
    address: str, headers: dict[str, str], method: str, params: Any, path: str = "/a2a", **more: Any
) -> Any:
    body = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params} | more
    return _HTTP.post(f"{address}{path}", json=body, headers=_VERSION | headers).json()


@pytest.mark.parametrize("path", ["/a2a", "/a2a/", "/a2a/rest/tasks"])
def test_everything_but_the_card_wants_the_key(address: str, path: str) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic a2V5"}):
        ask = _HTTP.get if path.endswith("tasks") else _HTTP.post
        answer = ask(f"{address}{path}", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_another_workspace_has_no_such_task(
    address: str, crew: Crew, headers: dict[str, str]
) -> None:
    run = _rpc(address, headers, "SendMessage", _text("How many orders last month?"))
    task_id = run["result"]["task"]["id"]
    foreign = of_another_workspace(crew)
    for method in ("GetTask", "CancelTask", "SubscribeToTask"):
        params = {"id": task_id, "tenant": crew.workspace.id}
        assert _rpc(address, foreign, method, params)["error"]["code"] == -32001, method
    message = _text("more") | {}
    message["message"]["taskId"] = task_id
    assert _rpc(address, foreign, "SendMessage", message)["error"]["code"] == -32001
    assert _rpc(address, foreign, "ListTasks", {})["result"]["tasks"] == []
    assert _rpc(address, headers, "GetTask", {"id": task_id})["result"]["id"] == task_id


def _text(words: str) -> dict[str, Any]:
    return {"message": {"messageId": "m1", "role": "ROLE_USER", "parts": [{"text": words}]}}


def test_bad_input_is_told_in_the_protocols_own_errors(
    address: str, crew: Crew, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "marketing_agent.protocols")

    def code(method: str, params: Any, **more: Any) -> int:
        return int(_rpc(address, headers, method, params, **more)["error"]["code"])

    assert code("NoSuchMethod", {}) == -32601
    assert code("GetTask", {"id": "nobody"}) == -32001
    assert caplog.messages.count(REFUSED) == 1
    assert code("GetTask", {"id": "nul\x00"}) == -32001
    assert code("GetTask", {}) == -32602
    assert code("SendMessage", {"message": {"role": "ROLE_USER", "parts": []}}) == -32602
    named = _text("x")
    named["message"]["contextId"] = "nul \x00"
    assert code("SendMessage", named) == -32602
    assert code("SendMessage", _text("x" * 4_001)) == -32602
    url = _text("x")
    url["message"]["parts"] = [{"url": "http://169.254.169.254/", "mediaType": "text/plain"}]
    assert code("SendMessage", url) == -32005
    for bad in ({"action": "rm_rf"}, {"action": "ask", "args": {"nothing": 1}}, {"action": 5}):
        message = _text("x")
        message["message"]["parts"] = [{"data": bad}]
        assert code("SendMessage", message) == -32602, bad
    assert code("ListTasks", {"pageToken": "-1"}) == -32602
    assert code("ListTasks", {"pageSize": 101}) == -32602
    hook = {"taskId": "x", "url": "https://93.184.215.14/"}
    assert code("CreateTaskPushNotificationConfig", hook) == -32001
    assert code("CreateTaskPushNotificationConfig", hook | {"url": "http://a"}) == -32602
    theirs = _text("x")
    theirs["message"]["role"] = "ROLE_AGENT"
    assert code("SendMessage", theirs) == -32602
    for version, expected in {"99.0": -32009, "1.1": -32009, "1.x": -32009, "1.0": -32001}.items():
        told = _HTTP.post(
            f"{address}/a2a",
            json={"jsonrpc": "2.0", "id": 1, "method": "GetTask", "params": {"id": "x"}},
            headers=headers | {"A2A-Version": version},
        ).json()
        assert (told["id"], told["error"]["code"]) == (1, expected), version
    by_query = _HTTP.post(
        f"{address}/a2a?A2A-Version=1.0",
        json={"jsonrpc": "2.0", "id": 1, "method": "GetTask", "params": {"id": "x"}},
        headers=headers,
    ).json()
    assert by_query["error"]["code"] == -32001
    assert _runs(crew) == 0


@pytest.mark.parametrize(
    ("body", "rpc", "rest"),
    [
        (b"x" * (1024 * 1024 + 1), -32600, 413),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, -32600, 400),
        (
            json.dumps({"params": [[[]]] * 1}).replace("[]", "[" * 40 + "]" * 40).encode(),
            -32600,
            400,
        ),
        (b"{", -32700, 400),
        (b"\xff\xfe", -32700, 400),
        (b"9" * 10_000, -32700, 400),
    ],
    ids=["large", "deeper than a parser", "deep", "no JSON", "no UTF-8", "a huge number"],
)
def test_bodies_are_bounded_before_they_are_parsed(
    address: str,
    crew: Crew,
    headers: dict[str, str],
    caplog: pytest.LogCaptureFixture,
    body: bytes,
    rpc: int,
    rest: int,
) -> None:
    caplog.set_level("INFO", "marketing_agent.protocols")
    given = headers | _VERSION
    answer = _HTTP.post(f"{address}/a2a", content=body, headers=given)
    assert answer.json()["error"]["code"] == rpc
    answer = _HTTP.post(f"{address}/a2a/rest/message:send", content=body, headers=given)
    assert answer.status_code == rest
    assert answer.json()["error"]["code"] in (400, 413)
    assert caplog.messages.count(REFUSED) == 2
    assert _runs(crew) == 0


def test_what_goes_wrong_inside_stays_inside(
    address: str, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: Any) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(service, "get", broken)
    answer = _rpc(address, headers, "GetTask", {"id": "x"})
    assert answer["error"]["code"] == -32603
    assert "hunter2" not in json.dumps(answer)
    rest = _HTTP.get(f"{address}/a2a/rest/tasks/x", headers=headers | _VERSION)
    assert rest.status_code == 500
    assert "hunter2" not in rest.text


def test_an_unknown_task_is_not_found_in_both_bindings(talk: Talk) -> None:
    async def work(client: Any) -> None:
        with pytest.raises(TaskNotFoundError):
            await client.get_task(GetTaskRequest(id="nobody"))

    talk(work)


def _runs(crew: Crew) -> int:
    with crew.database.transaction(crew.workspace.id) as session:
        return runs.list_runs(session, 1, 0).total
