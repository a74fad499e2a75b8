"""Tools over HTTP: what they answer is what REST answers, and nothing more than the role may."""

from collections.abc import Callable
from typing import Any

import pytest

from marketing_agent.agents.tools import service
from tests.agents.tools.conftest import Hand
from tests.metrics.shops import TODAY

DAY = str(TODAY)
NET = {"metrics": ["net_sales"], "time": "last_month"}


def _without_times(document: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in document.items() if k not in ("id", "ms", "cache", "created_at")}


def test_the_list_is_what_the_role_may_call(hand_of: Callable[[str], Hand]) -> None:
    for role in ("owner", "viewer"):
        items = hand_of(role).rest("GET", "/tools")["items"]
        expected = [tool.name for tool in service.all_tools() if role in tool.roles]
        assert [one["name"] for one in items] == expected
    names = {one["name"] for one in items}
    assert "ask" in names
    assert not {"run_sql", "create_widget"} & names
    assert {one["view"] for one in items if one["name"] == "ask"} == {
        "ui://marketing-agent/answer.html"
    }


def test_a_question_is_answered_as_rest_answers_it(viewer: Hand) -> None:
    asked = {"question": "net sales last month", "as_of": DAY}
    by_tool = viewer.done("ask", **asked)
    by_rest = viewer.rest("POST", "/ask", asked)
    assert _without_times(by_tool["data"]) == _without_times(by_rest)
    assert by_tool["text"] == by_rest["sentence"]
    assert by_tool["untrusted"] is True
    truth = viewer.shop.truth["by_month"]["2026-10"]["money"]["net_sales"]
    assert by_tool["data"]["rows"][0][0] == truth / 100


def test_a_question_back_says_so_in_the_text(viewer: Hand) -> None:
    found = viewer.done("ask", question="what is the meaning of life", as_of=DAY)
    assert found["data"]["outcome"] != "answer"
    assert found["text"].startswith(found["data"]["message"])


def test_a_query_keeps_its_times_symbolic(viewer: Hand) -> None:
    found = viewer.done("run_query", **NET, compare="previous_period", as_of=DAY)["data"]
    assert found["window"] == {"start": "2026-10-01", "end": "2026-10-31"}
    rest = viewer.rest("POST", f"/query?as_of={DAY}", found["query"])
    assert found["rows"] == rest["rows"]


def test_kpis_and_what_lies_under_them(viewer: Hand) -> None:
    found = viewer.done("get_kpis", keys=["net_sales", "orders"], as_of=DAY)
    tiles = viewer.shop.tiles()
    assert [one["value"] for one in found["data"]["items"]] == [
        tiles["net_sales"]["value"],
        tiles["orders"]["value"],
    ]
    assert found["text"].startswith("Net sales: $")
    under = viewer.done("get_kpi_lineage", key="net_sales", as_of=DAY, limit=3)["data"]
    rest = viewer.shop.get("/kpis/net_sales/rows", limit=3)
    assert under["rows"] == rest
    assert under["sql"]["sql_id"] == tiles["net_sales"]["sql_id"]
    assert under["lineage"]["files"]


def test_without_keys_the_pinned_tiles_are_told(viewer: Hand) -> None:
    found = viewer.done("get_kpis", as_of=DAY)["data"]["items"]
    pins = viewer.shop.get("/summary")["pins"]
    assert [one["key"] for one in found] == pins


def test_sql_runs_behind_the_same_two_walls(marketer: Hand, viewer: Hand) -> None:
    found = marketer.done("run_sql", sql="SELECT COUNT(*) AS n FROM orders")
    assert found["data"]["columns"] == ["n"]
    assert found["data"]["rows"][0][0] > 0
    refused = marketer.call("run_sql", sql="DELETE FROM orders")
    assert (refused.status_code, refused.json()["code"]) == (422, "sql.write")
    not_theirs = viewer.call("run_sql", sql="SELECT 1")
    assert (not_theirs.status_code, not_theirs.json()["code"]) == (403, "role")


def test_drafts_are_kept_once_and_run(marketer: Hand, viewer: Hand) -> None:
    saved = marketer.done("create_saved_question", name="Net, last month", question=NET)
    again = viewer.done("run_saved_question", question_id=saved["data"]["id"], as_of=DAY)
    listed = viewer.done("list_saved_questions")
    assert saved["data"]["id"] in [one["id"] for one in listed["data"]["items"]]
    truth = viewer.shop.truth["by_month"]["2026-10"]["money"]["net_sales"]
    assert again["data"]["rows"] == [[truth / 100]]
    widget = marketer.done("create_widget", name="Net", question=NET)["data"]
    data = viewer.done("run_widgets", ids=[widget["id"]], as_of=DAY)
    assert data["data"]["items"][0]["answer"]["rows"] == [[truth / 100]]
    assert viewer.call("create_widget", name="x", question=NET).status_code == 403


def test_imports_are_told_with_their_files(viewer: Hand) -> None:
    (found,) = viewer.done("list_imports")["data"]["items"]
    one = viewer.done("get_import", import_id=found["import_id"])
    assert one["data"] == viewer.shop.get(f"/imports/{found['import_id']}")
    assert one["text"].startswith("Import completed: ")
    file = one["data"]["files"][0]["id"]
    rejected = viewer.done("list_rejections", import_id=found["import_id"], file_id=file)
    assert rejected["data"]["total"] == one["data"]["files"][0]["rejected"]


def test_an_id_of_another_store_is_not_there(
    viewer: Hand, make_workspace: Callable[..., Any], key_for: Callable[..., dict[str, str]]
) -> None:
    (found,) = viewer.done("list_imports")["data"]["items"]
    stranger = Hand(viewer.shop, key_for(make_workspace(), "owner"))
    assert stranger.call("get_import", import_id=found["import_id"]).status_code == 404
    assert stranger.done("list_imports")["data"]["items"] == []


@pytest.mark.parametrize(
    ("name", "arguments", "status", "code"),
    [
        ("no_such_tool", {}, 404, "tool.unknown"),
        ("ask", {}, 422, "tool.bad_arguments"),
        ("ask", {"question": "x" * 2001}, 422, "tool.bad_arguments"),
        ("ask", {"question": "orders", "workspace_id": "x"}, 422, "tool.bad_arguments"),
        ("list_metrics", {"padding": "x" * 300_000}, 422, "tool.bad_arguments"),
        ("run_query", {"metrics": ["no_such"], "time": "last_week"}, 404, "unknown_metric"),
    ],
)
def test_what_cannot_be_called_says_why(
    viewer: Hand, name: str, arguments: dict[str, Any], status: int, code: str
) -> None:
    answer = viewer.call(name, **arguments)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("depth", [25, 5_000, 100_000])
def test_deep_json_is_refused(viewer: Hand, depth: int) -> None:
    deep = '{"arguments": ' + '{"a":' * depth + "1" + "}" * depth + "}"
    answer = viewer.shop.client.post(
        "/api/v1/tools/ask",
        content=deep,
        headers=viewer.headers | {"content-type": "application/json"},
    )
    assert answer.status_code in (400, 422), answer.text
