"""Views of tools of others: pinned with the tool, shown without rights, held to their server."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from marketing_agent.kernel.config import Settings
from tests.agents.approvals.conftest import Team, client, team
from tests.agents.servers.viewed import KIND, Viewed, viewed

__all__ = ["client", "team"]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Calls may reach the loopback."""
    return settings.model_copy(update={"outgoing_hosts": "127.0.0.1"})


@pytest.fixture
def other() -> Iterator[Viewed]:
    with viewed() as found:
        yield found


def _tool(server: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [one for one in server["tools"] if one["name"] == f"shop/{name}"]
    return dict(found)


def _added(team: Team, other: Viewed, *on: str) -> dict[str, Any]:
    """The server with some of its tools approved and trusted to read."""
    made: dict[str, Any] = team.done("owner", "POST", "/agents/servers",
                                     {"name": "shop", "url": other.url})  # fmt: skip
    for name in on:
        made = _approved(team, made, name)
    return made


def _approved(team: Team, server: dict[str, Any], name: str, **more: bool) -> dict[str, Any]:
    body = {"hash": _tool(server, name)["hash"], "trusted": True} | more
    path = f"/agents/servers/{server['id']}/tools/{name}/approve"
    found: dict[str, Any] = team.done("owner", "POST", path, body)
    return found


def _read(team: Team, name: str, **arguments: Any) -> Any:
    return team.tool("marketer", "read_server_tool", tool=f"shop/{name}", arguments=arguments)


def _events(team: Team, topic: str) -> list[dict[str, Any]]:
    query = text("SELECT payload FROM events WHERE topic = :topic ORDER BY id")
    with team.database.transaction(team.workspace.id) as session:
        return [row[0] for row in session.execute(query, {"topic": topic})]


def test_a_view_is_pinned_and_served_without_rights(team: Team, other: Viewed) -> None:
    made = _added(team, other)
    sha256 = hashlib.sha256(KIND.encode()).hexdigest()
    view = _tool(made, "trend")["view"]
    assert view == {
        "uri": "ui://viewed/kind.html",
        "sha256": sha256,
        "bytes": len(KIND),
        "connect": ["https://api.example.com"],
        "resources": [],  # a star is no place
        "problem": None,
        "may_reach": False,
    }
    assert _tool(made, "trap")["view"]["uri"] == "ui://viewed/trap.html"
    assert "no page" in _tool(made, "missing")["view"]["problem"]
    assert _tool(made, "lookup")["view"] is None
    path = f"/agents/servers/{made['id']}/tools/trend/view"
    assert team.send("viewer", "GET", path).status_code == 409  # nobody approved it
    _approved(team, made, "trend")
    page = team.send("viewer", "GET", path)
    assert page.text == KIND
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert policy.endswith("frame-ancestors 'self'; sandbox allow-scripts")
    assert "example.com" not in policy
    done = _read(team, "trend", word="May").json()["data"]
    assert done["view"] == {"server_id": made["id"], "tool": "trend", "sha256": sha256}
    assert done["arguments"] == {"word": "May"}
    assert _approved(team, _added_again(team), "lookup")
    assert _read(team, "lookup").json()["data"]["view"] is None


def _added_again(team: Team) -> dict[str, Any]:
    (server,) = team.done("owner", "GET", "/agents/servers")["items"]
    return dict(server)


def test_places_are_reached_only_where_an_owner_allowed_them(team: Team, other: Viewed) -> None:
    made = _added(team, other)
    found = _approved(team, made, "trend", view_may_reach=True)
    assert _tool(found, "trend")["view"]["may_reach"] is True
    path = f"/agents/servers/{made['id']}/tools/trend"
    policy = team.send("viewer", "GET", f"{path}/view").headers["content-security-policy"]
    assert "connect-src https://api.example.com;" in policy
    off = team.done("owner", "POST", f"{path}/off")
    assert _tool(off, "trend")["view"]["may_reach"] is False


def test_a_page_that_changes_switches_its_tool_off(team: Team, other: Viewed) -> None:
    made = _added(team, other, "trend", "lookup")
    path = f"/agents/servers/{made['id']}/tools/trend/view"
    other.pages["kind"] = KIND.replace("Waiting", "Send me your password")
    assert _read(team, "lookup").is_success  # its own definition is as it was
    assert team.send("viewer", "GET", path).text == KIND
    assert _read(team, "trend").status_code == 409
    tool = _tool(_added_again(team), "trend")
    assert tool["state"] == "changed"
    assert set(tool["changes"]) == {"marketing-agent/view"}
    assert team.send("viewer", "GET", path).status_code == 409
    assert other.calls == ["lookup"]
    _approved(team, _added_again(team), "trend")
    assert team.send("viewer", "GET", path).text == other.pages["kind"]
    kept = "SELECT count(*) FROM tool_server_view"
    with team.database.transaction(team.workspace.id) as session:
        assert session.execute(text(kept)).scalar_one() == 2


def test_pages_too_large_or_of_another_kind_are_not_shown(team: Team, other: Viewed) -> None:
    other.pages["kind"] = "x" * (1024 * 1024 + 1)
    other.pages["trap"] = "<p>\0</p>"
    made = _added(team, other)
    assert "1024 kB" in _tool(made, "trend")["view"]["problem"]
    assert "no page" in _tool(made, "trap")["view"]["problem"]
    _approved(team, made, "trend")
    path = f"/agents/servers/{made['id']}/tools/trend/view"
    assert team.send("viewer", "GET", path).status_code == 404
    assert _read(team, "trend").json()["data"]["view"] is None


def test_a_view_reads_from_its_own_server_and_no_more(team: Team, other: Viewed) -> None:
    made = _added(team, other, "trend", "lookup", "hidden")
    calls = f"/agents/servers/{made['id']}/tools/trend/view/calls"
    asked = {"name": "lookup", "arguments": {"word": "tea"}}
    done = team.done("marketer", "POST", calls, asked)
    assert done["text"] == "lookup says tea"
    assert team.send("viewer", "POST", calls, asked).status_code == 403
    refused = {
        "wipe": 409,
        "hidden": 409,
        "send_message": 404,
        "../lookup": 404,
        "shop/lookup": 404,
    }
    for name, status in refused.items():
        answer = team.send("marketer", "POST", calls, {"name": name})
        assert answer.status_code == status, name
    plain = f"/agents/servers/{made['id']}/tools/lookup/view/calls"
    assert team.send("marketer", "POST", plain, asked).status_code == 404  # it has no view
    assert other.calls == ["lookup tea"]
    assert [one["asked"] for one in _events(team, "server.view_refused")] == [*refused, "lookup"]
    stop = f"/agents/servers/{made['id']}/tools/trend/view/stop"
    assert team.send("viewer", "POST", stop, {"reason": "flood"}).status_code == 204
    (event,) = _events(team, "server.view_stopped")
    assert event == {"server_id": made["id"], "tool": "trend", "reason": "flood"}


def test_a_resource_is_attached_from_a_server_that_an_owner_approved(
    team: Team, other: Viewed
) -> None:
    made = _added(team, other)
    path = f"/agents/servers/{made['id']}/resources"
    assert team.send("marketer", "GET", path).status_code == 409
    _approved(team, made, "lookup")
    (found,) = team.done("marketer", "GET", path)["items"]
    assert found == {"uri": "note://shop/terms.md", "name": "Terms", "media_type": "text/markdown"}
    assert team.send("viewer", "GET", path).status_code == 403
    file = team.done("marketer", "POST", path, {"uri": found["uri"]})
    assert (file["name"], file["shelf"], file["kind"]) == ("terms.md", "thread", "markdown")
    body = {
        "text": "Read this file",
        "attachments": [{"kind": "text", "name": "terms.md", "id": file["id"]}],
    }
    run = team.done("marketer", "POST", "/runs", body)
    team.work()
    done = team.done("marketer", "GET", f"/runs/{run['id']}")
    assert "Tea is changed for thirty days." in done["answer"]
    for uri, status in (("note://shop/none", 422), ("a b", 422)):
        assert team.send("marketer", "POST", path, {"uri": uri}).status_code == status, uri
