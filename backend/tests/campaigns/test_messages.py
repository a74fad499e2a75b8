"""Messages go to members, as text, and are what was drafted."""

from typing import Any

import pytest

from tests.agents.approvals.conftest import WORDS, Team


def test_a_draft_names_its_people_and_changes_no_more(team: Team) -> None:
    made = team.done("marketer", "POST", "/messages", WORDS)
    assert [one["name"] for one in made["recipients"]] == ["Ada", "Bo"]
    assert (made["status"], made["sent_at"], made["gateway"]) == ("draft", None, None)
    assert team.done("viewer", "GET", f"/messages/{made['id']}") == made
    assert team.done("viewer", "GET", "/messages")["items"] == [made]
    other = team.done("marketer", "POST", "/messages", WORDS | {"body": "Another"})
    assert other["digest"] != made["digest"]


def test_some_members_are_named_by_their_address(team: Team) -> None:
    address = f"ADA.{team.workspace.slug}@example.com"
    for to in (address, [address, address]):
        made = team.done("marketer", "POST", "/messages", WORDS | {"to": to})
        assert [one["name"] for one in made["recipients"]] == ["Ada"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"to": "eve@example.com"}, "message.unknown_recipient"),
        ({"to": []}, "invalid"),
        ({"subject": ""}, "invalid"),
        ({"subject": "\r\n "}, "invalid"),
        ({"body": ""}, "invalid"),
        ({"body": "x" * 20_001}, "invalid"),
        ({"bcc": "eve@example.com"}, "invalid"),
    ],
)
def test_what_is_no_message_is_refused(team: Team, words: dict[str, Any], code: str) -> None:
    answer = team.send("marketer", "POST", "/messages", WORDS | words)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_subject_is_one_line_whatever_was_sent(team: Team) -> None:
    made = team.done("marketer", "POST", "/messages", WORDS | {"subject": "Hi\r\nBcc: eve@x.com"})
    assert made["subject"] == "Hi Bcc: eve@x.com"


def test_text_that_no_database_keeps_is_kept_without_it(team: Team) -> None:
    made = team.done("marketer", "POST", "/messages", WORDS | {"body": "a\x00b"})
    assert made["body_text"] == "ab"


def test_an_address_that_no_header_holds_is_named(team: Team) -> None:
    new = {"email": f"zoë.{team.workspace.slug}@example.com", "name": "Zoë", "role": "viewer"}
    team.done("owner", "POST", "/members", new)
    answer = team.tool("marketer", "send_message", message_id=team.drafted())
    assert (answer.status_code, answer.json()["code"]) == (422, "message.unwritable_address")
    assert new["email"] in answer.text
