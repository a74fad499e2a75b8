"""The prompts: the same sections in one order, versioned, a workspace's own over the library."""

import pytest
from fastapi.testclient import TestClient

from marketing_agent.agents.prompts import service
from marketing_agent.agents.prompts.schemas import SECTIONS
from marketing_agent.agents.prompts.templates import templates
from tests.agents.conftest import Crew


def test_every_prompt_has_the_same_sections_in_the_same_order(
    client: TestClient, headers: dict[str, str]
) -> None:
    items = client.get("/api/v1/prompts", headers=headers).json()["items"]
    assert {one["key"] for one in items} == templates().keys()
    for one in items:
        assert tuple(section["name"] for section in one["sections"]) == SECTIONS
        assert all(section["text"].strip() for section in one["sections"])
        assert (one["version"], one["base_version"]) == (0, one["library_version"])


def test_a_workspace_writes_its_own_and_goes_back(
    client: TestClient, headers: dict[str, str], crew: Crew
) -> None:
    path = "/api/v1/prompts/write_answer"
    own = client.put(path, json={"role": "You write like Ada."}, headers=headers).json()
    assert own["version"] == 1
    assert {s["name"]: s["own"] for s in own["sections"]} == {
        name: name == "role" for name in SECTIONS
    }
    with crew.database.transaction(crew.workspace.id) as session:
        told = service.instructions(session, "write_answer")
    assert told.version == 1
    assert told.text.startswith("# Role\nYou write like Ada.\n\n# Context\n")
    back = client.put(path, json={}, headers=headers).json()
    assert (back["version"], [v["version"] for v in back["history"]]) == (2, [2, 1])
    assert not any(section["own"] for section in back["sections"])
    with crew.database.transaction("another") as session:
        assert service.get_prompt(session, "write_answer").version == 0


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("none", {}, 404),
        ("write_answer", {"role": "  "}, 422),
        ("write_answer", {"role": "x" * 4_001}, 422),
    ],
)
def test_what_is_no_prompt_is_refused(
    client: TestClient, headers: dict[str, str], path: str, body: dict[str, str], status: int
) -> None:
    answer = client.put(f"/api/v1/prompts/{path}", json=body, headers=headers)
    assert answer.status_code == status
