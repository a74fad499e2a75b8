"""What leaves the house is approved first, exactly as shown, and leaves exactly once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from marketing_agent.tenancy.schemas import Workspace
from tests.agents.approvals.conftest import WORDS, Team


def test_a_message_leaves_once_it_is_approved_and_never_twice(team: Team) -> None:
    message = team.drafted()
    approval = team.asked(message)
    assert approval["status"] == "open"
    assert team.inbox() == []
    assert approval["preview"]["effect"].startswith("Sends “Sales last week” to 2 members by the")
    assert approval["preview"]["body"] == WORDS["body"]
    assert team.decide(approval, approved=True).json()["status"] == "approved"
    team.work()
    (mail,) = team.inbox()
    assert [one.partition(" <")[0] for one in mail["recipients"]] == ["Ada", "Bo"]
    assert mail["subject"] == WORDS["subject"]
    assert "&lt;b&gt;Ada&lt;/b&gt; &amp; co." in mail["body_html"]
    assert team.done("viewer", "GET", f"/messages/{message}")["status"] == "sent"
    assert team.done("viewer", "GET", f"/approvals/{approval['id']}")["status"] == "used"
    again = team.send(
        "marketer",
        "POST",
        "/tools/send_message",
        {"arguments": {"message_id": message}, "approval_id": approval["id"]},
    )
    assert (again.status_code, again.json()["code"]) == (409, "approval.not_approved")
    second = team.asked(message)
    team.decide(second, approved=True)
    team.work()
    assert len(team.inbox()) == 1


def test_nothing_is_sent_without_an_approval_or_with_anothers(team: Team) -> None:
    first, second = team.drafted(), team.drafted(subject="Another")
    approval = team.asked(first)
    call = {"arguments": {"message_id": first}, "approval_id": approval["id"]}
    early = team.send("marketer", "POST", "/tools/send_message", call)
    assert (early.status_code, early.json()["code"]) == (409, "approval.not_approved")
    team.decide(approval, approved=True)
    other = call | {"arguments": {"message_id": second}}
    wrong = team.send("marketer", "POST", "/tools/send_message", other)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "approval.changed")
    missing = team.send("marketer", "POST", "/tools/send_message", call | {"approval_id": "none"})
    assert missing.status_code == 404
    assert team.inbox() == []
    done = team.send("marketer", "POST", "/tools/send_message", call)
    assert done.json()["data"]["status"] == "sent"
    team.work()
    assert len(team.inbox()) == 1


def test_the_first_decision_counts(team: Team) -> None:
    approval = team.asked(team.drafted())
    assert team.decide(approval, approved=False).json()["status"] == "rejected"
    assert team.decide(approval, approved=True).json()["status"] == "rejected"
    team.work()
    assert team.inbox() == []


def test_two_decisions_at_once_send_one_message(team: Team) -> None:
    approval = team.asked(team.drafted())
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: team.decide(approval, approved=True), range(4)))
    assert {answer.status_code for answer in answers} == {200}
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: team.work(), range(2)))
    assert len(team.inbox()) == 1


def test_a_digest_that_was_not_shown_decides_nothing(team: Team) -> None:
    approval = team.asked(team.drafted())
    wrong = team.decide(approval | {"digest": "0" * 64}, approved=True)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "approval.changed")
    found = team.done("viewer", "GET", f"/approvals/{approval['id']}")
    assert found["status"] == "open"


@pytest.mark.parametrize("role", ["marketer", "viewer"])
def test_who_may_not_approve_does_not(team: Team, role: str) -> None:
    approval = team.asked(team.drafted())
    answer = team.decide(approval, approved=True, role=role)
    assert (answer.status_code, answer.json()["code"]) == (403, "role")


@pytest.mark.parametrize("role", ["approver", "viewer"])
def test_who_may_not_write_asks_for_nothing(team: Team, role: str) -> None:
    message = team.drafted()
    assert team.tool(role, "send_message", message_id=message).status_code == 403
    assert team.tool(role, "draft_message", **WORDS).status_code == 403


def test_the_same_call_asked_for_twice_is_one_approval(team: Team) -> None:
    message = team.drafted()
    first, second = team.asked(message), team.asked(message)
    assert first["id"] == second["id"]
    listed = team.done("viewer", "GET", "/approvals?status=open")["items"]
    assert [one["id"] for one in listed] == [first["id"]]
    assert team.done("viewer", "GET", "/approvals?status=used")["items"] == []


def pages_of(team: Team, path: str) -> list[list[str]]:
    """Ids of a list, page after page to its end."""
    pages, cursor = [], ""
    while cursor is not None:
        found = team.done("viewer", "GET", f"{path}limit=2" + (cursor and f"&cursor={cursor}"))
        pages.append([one["id"] for one in found["items"]])
        cursor = found["next_cursor"]
    return pages


def test_a_page_goes_on_where_the_one_before_ended_whatever_came_since(team: Team) -> None:
    asked = [team.asked(team.drafted(subject=f"No. {n}")) for n in range(5)]
    newest = [one["id"] for one in reversed(asked)]
    first = team.done("viewer", "GET", "/approvals?status=open&limit=2")
    assert [one["id"] for one in first["items"]] == newest[:2]
    team.asked(team.drafted(subject="Later"))
    cursor = first["next_cursor"]
    second = team.done("viewer", "GET", f"/approvals?status=open&limit=2&cursor={cursor}")
    assert [one["id"] for one in second["items"]] == newest[2:4]


def test_every_list_ends_and_holds_each_thing_once(team: Team) -> None:
    for number in range(3):
        team.decide(team.asked(team.drafted(subject=f"No. {number}")), approved=number > 0)
    team.asked(team.drafted(subject="Open"))
    team.work()
    assert list(map(len, pages_of(team, "/approvals?"))) == [2, 2]
    assert list(map(len, pages_of(team, "/approvals?status=used&status=rejected&"))) == [2, 1]
    assert list(map(len, pages_of(team, "/approvals?status=open&"))) == [1]
    assert list(map(len, pages_of(team, "/messages?"))) == [2, 2]
    assert list(map(len, pages_of(team, "/inbox?"))) == [2]
    told = team.tool("viewer", "list_approvals", limit=3).json()
    assert (told["text"], len(told["data"]["items"])) == (
        "3 approvals. There are older ones.", 3,
    )  # fmt: skip


@pytest.mark.parametrize("query", ["cursor=x", "cursor=1-", "limit=0", "limit=201", "status=none"])
def test_a_page_that_cannot_be_is_refused(team: Team, query: str) -> None:
    assert team.send("viewer", "GET", f"/approvals?{query}").status_code == 422


def test_what_changed_since_it_was_approved_is_not_sent(team: Team) -> None:
    """Somebody of the recipients leaves the workspace between approval and sending."""
    approval = team.asked(team.drafted())
    team.decide(approval, approved=True)
    people = team.done("owner", "GET", "/members")["items"]
    team.send("owner", "DELETE", f"/members/{people[0]['user_id']}")
    team.work()
    found = team.done("viewer", "GET", f"/approvals/{approval['id']}")
    assert (found["status"], team.inbox()) == ("approved", [])
    assert "no member" in found["problem"]


def test_an_approval_has_its_time(team: Team) -> None:
    approval = team.asked(team.drafted())
    past = text("UPDATE approval SET expires_at = :at WHERE id = :id")
    with team.database.transaction(team.workspace.id) as session:
        later = session.execute(text("SELECT now()")).scalar_one() - timedelta(seconds=1)
        session.execute(past, {"at": later, "id": approval["id"]})
    assert team.decide(approval, approved=True).json()["status"] == "expired"
    expired = team.done("viewer", "GET", "/approvals?status=expired")["items"]
    assert [one["id"] for one in expired] == [approval["id"]]


def test_another_workspace_sees_and_decides_nothing(
    team: Team, make_workspace: Callable[..., Workspace]
) -> None:
    approval = team.asked(team.drafted())
    stranger = Team(team.client, team.database, team.settings, make_workspace(), team.key_for)
    assert stranger.decide(approval, approved=True).status_code == 404
    assert stranger.send("owner", "GET", f"/approvals/{approval['id']}").status_code == 404
    message = approval["arguments"]["message_id"]
    assert stranger.tool("owner", "send_message", message_id=message).status_code == 404
    assert stranger.done("owner", "GET", "/approvals")["items"] == []


def test_what_happened_is_told_to_open_pages(team: Team) -> None:
    approval = team.asked(team.drafted())
    team.decide(approval, approved=True)
    team.work()
    query = text("SELECT topic, payload->>'status' FROM events ORDER BY id")
    with team.database.transaction(team.workspace.id) as session:
        told = [tuple(row) for row in session.execute(query)]
    assert [row for row in told if row[0].startswith("approval")] == [
        ("approval.requested", "open"),
        ("approval.decided", "approved"),
        ("approval.decided", "used"),
    ]
    assert ("message.sent", None) in told
