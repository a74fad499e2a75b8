"""What was said in a task, in order, and lists by what moved last."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.agents.conftest import Crew, client
from tests.protocols.a2a.test_a2a import SENTENCE
from tests.protocols.agui.test_agui import Recorded

__all__ = ["client"]
QUESTION = "How many orders last month?"


@pytest.fixture
def crew(crew: Crew) -> Crew:
    crew.tools.__class__ = Recorded
    return crew


class Door:
    """JSON-RPC of one crew; tasks are carried out when they were accepted."""

    def __init__(self, client: TestClient, headers: dict[str, str], crew: Crew) -> None:
        self._client, self._crew = client, crew
        self._headers = headers | {"A2A-Version": "1.0"}

    def call(self, method: str, **params: Any) -> Any:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        answer = self._client.post("/a2a", json=body, headers=self._headers).json()
        return answer.get("result", answer)

    def rest(self, path: str, **query: Any) -> Any:
        found = self._client.get(f"/a2a/rest{path}", params=query, headers=self._headers)
        return found.json()

    def say(self, message_id: str, part: dict[str, Any], **more: str) -> Any:
        message = {"messageId": message_id, "role": "ROLE_USER", "parts": [part], **more}
        at_once = {"returnImmediately": True}
        answer = self.call("SendMessage", message=message, configuration=at_once)
        if "task" not in answer:
            return answer
        self._crew.work()
        return self.call("GetTask", id=answer["task"]["id"])


@pytest.fixture
def door(client: TestClient, headers: dict[str, str], crew: Crew) -> Door:
    return Door(client, headers, crew)


def _texts(messages: list[dict[str, Any]]) -> list[str]:
    return [one["parts"][0].get("text", "data") for one in messages]


def test_a_task_keeps_all_that_was_said_in_order(door: Door) -> None:
    waiting = door.say("m-1", {"text": SENTENCE})
    question = waiting["status"]["message"]
    assert waiting["history"][0]["messageId"] == "m-1"
    assert {one["role"] for one in waiting["history"][1:]} == {"ROLE_AGENT"}
    assert _texts(waiting["history"])[1].startswith("Plan: ")
    approval = question["parts"][1]["data"]["approval"]
    yes = {"data": {"approved": True, "digest": approval["digest"]}}
    done = door.say("m-2", yes, taskId=waiting["id"])
    history = done["history"]
    assert done["status"]["state"] == "TASK_STATE_COMPLETED"
    assert history[: len(waiting["history"])] == waiting["history"]
    asked, decided = history[len(waiting["history"]) :][:2]
    assert asked == question
    assert (decided["messageId"], decided["role"]) == ("m-2", "ROLE_USER")
    assert decided["parts"][0]["data"] == yes["data"]
    assert decided["taskId"] == done["id"]
    assert done["status"]["message"] not in history
    ids = [one["messageId"] for one in history]
    assert len(set(ids)) == len(ids)
    seqs = [int(one.rpartition(".")[2]) for one in ids if one.startswith(done["id"])]
    assert seqs == sorted(seqs)

    assert door.say("m-3", yes, taskId=done["id"]) == done  # decided already: nothing was said
    for length in (0, 1, 3, 100):
        most = history[len(history) - min(length, len(history)) :]
        assert door.call("GetTask", id=done["id"], historyLength=length).get("history", []) == most
        rest = door.rest(f"/tasks/{done['id']}", historyLength=length).get("history", [])
        assert [one["messageId"] for one in rest] == [one["messageId"] for one in most]
    (listed,) = door.call("ListTasks", historyLength=2)["tasks"]
    assert [one["messageId"] for one in listed["history"]] == ids[-2:]
    nul = {"data": {"approved": True, "more": "a\x00"}}
    assert door.say("m-4", nul, taskId=done["id"])["error"]["code"] == -32602


def test_an_action_is_in_the_history_as_it_was_sent(door: Door) -> None:
    action = {"data": {"action": "ask", "args": {"question": "orders"}}}
    task = door.say("m-1", action)
    assert task["history"][0]["parts"][0]["data"] == action["data"]


def test_tasks_are_listed_by_what_moved_last(door: Door) -> None:
    first = door.say("m-1", {"text": SENTENCE})
    second = door.say("m-2", {"text": QUESTION})
    third = door.say("m-3", {"text": QUESTION})
    first = door.call("CancelTask", id=first["id"])
    expected = [first["id"], third["id"], second["id"]]
    stamps = {one["id"]: one["status"]["timestamp"] for one in (first, second, third)}
    assert sorted(stamps, key=lambda one: stamps[one], reverse=True) == expected

    def listed(**asked: Any) -> list[str]:
        return [one["id"] for one in door.call("ListTasks", **asked)["tasks"]]

    assert listed() == expected
    pages, token = [], ""
    while not pages or token:
        page = door.call("ListTasks", pageSize=1, pageToken=token)
        assert page["totalSize"] == 3
        pages += [one["id"] for one in page["tasks"]]
        token = page["nextPageToken"]
    assert pages == expected
    for number, task_id in enumerate(expected):
        since = stamps[task_id]
        assert listed(statusTimestampAfter=since) == expected[: number + 1]
        rest = door.rest("/tasks", statusTimestampAfter=since)
        assert [one["id"] for one in rest["tasks"]] == expected[: number + 1]
    finer = stamps[first["id"]].replace("Z", "001Z")  # a nanosecond later
    assert listed(statusTimestampAfter=finer) == []
    assert listed(statusTimestampAfter=stamps[second["id"]], status="TASK_STATE_COMPLETED") == [
        third["id"],
        second["id"],
    ]


@pytest.mark.parametrize("token", ["-1", "1", "1-x", "9" * 18 + "-" + "0" * 36, "a\x00"])
def test_a_page_token_of_somebody_elses_is_refused(door: Door, token: str) -> None:
    assert door.call("ListTasks", pageToken=token)["error"]["code"] == -32602
