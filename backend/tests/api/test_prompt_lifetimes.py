"""How long readings hold: the setting, a workspace's own by source, and what people wrote."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from marketing_agent.ask import cache, repository
from marketing_agent.ask.cache import Maker, alias_row, meaning_hash, prompt_hash
from marketing_agent.ask.tables import PromptCacheRow
from marketing_agent.kernel.db import Database
from marketing_agent.metrics.question import Question
from marketing_agent.tenancy.schemas import Workspace

PATH = "/api/v1/prompt-cache/lifetimes"
PROMPT = "total sales last 30 days"
Keys = Callable[..., dict[str, str]]


def asked(client: TestClient, headers: dict[str, str], prompt: str = PROMPT) -> Any:
    answer = client.post("/api/v1/ask", json={"question": prompt}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["cache"]


def entry(database: Database, workspace: Workspace) -> PromptCacheRow:
    with database.transaction(workspace.id) as session:
        row = session.exec(select(PromptCacheRow)).one()
        session.expunge(row)
        return row


def test_a_workspace_sets_its_own_by_source(
    client: TestClient, workspace: Workspace, key_for: Keys, make_workspace: Any
) -> None:
    ours = key_for(workspace)
    body = {"source": "rule", "seconds": 3600}
    items = client.put(PATH, json=body, headers=ours).json()["items"]
    assert {"source": "rule", "seconds": 3600, "inherited": 0, "own": True} in items
    theirs = client.get(PATH, headers=key_for(make_workspace())).json()["items"]
    assert [one["own"] for one in theirs] == [False] * 4
    back = client.put(PATH, json={"source": "rule"}, headers=ours).json()["items"]
    assert {"source": "rule", "seconds": 0, "inherited": 0, "own": False} in back


@pytest.mark.parametrize("body", [{"source": "rumour"}, {"source": "rule", "seconds": -1}])
def test_no_other_lifetimes(
    client: TestClient, workspace: Workspace, key_for: Keys, body: dict[str, object]
) -> None:
    assert client.put(PATH, json=body, headers=key_for(workspace)).status_code == 422


def test_a_viewer_reads_and_does_not_set(
    client: TestClient, workspace: Workspace, key_for: Keys
) -> None:
    viewer = key_for(workspace, "viewer")
    assert client.get(PATH, headers=viewer).status_code == 200
    assert client.put(PATH, json={"source": "rule"}, headers=viewer).status_code == 403


def test_what_was_read_before_expires_too_and_is_read_anew(
    client: TestClient, workspace: Workspace, key_for: Keys, database: Database
) -> None:
    headers = key_for(workspace)
    asked(client, headers)
    assert entry(database, workspace).expires_at is None
    assert asked(client, headers)["hit"]
    client.put(PATH, json={"source": "rule", "seconds": 60}, headers=headers)
    made = entry(database, workspace)
    assert made.expires_at
    assert (made.expires_at - made.created_at).total_seconds() == 60
    with database.transaction(workspace.id) as session:
        row = session.exec(select(PromptCacheRow)).one()
        row.expires_at = row.created_at
    assert not asked(client, headers)["hit"]
    assert asked(client, headers)["hit"]
    client.put(PATH, json={"source": "rule", "seconds": 0}, headers=headers)
    assert entry(database, workspace).expires_at is None


def test_another_schema_version_is_not_read(
    client: TestClient, workspace: Workspace, key_for: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = key_for(workspace)
    asked(client, headers)
    assert asked(client, headers)["hit"]
    monkeypatch.setattr(cache, "schema_version", lambda: "another model")
    assert not asked(client, headers)["hit"]


def test_a_seed_does_not_take_back_what_people_wrote(
    client: TestClient, workspace: Workspace, key_for: Keys, database: Database
) -> None:
    headers = key_for(workspace)
    mine = asked(client, headers)["entry_id"]
    question = {"metrics": ["net_sales"], "time": "last_30_days"}
    path = f"/api/v1/prompt-cache/{mine}"
    assert client.patch(path, json={"question": question}, headers=headers).status_code == 200
    read = Question(metrics=("total_sales",), time="last_30_days")
    with database.transaction(workspace.id) as session:
        row = cache.entry_row(workspace.id, PROMPT, read, Maker("seed"))
        repository.keep_entries(session, [row])
        kept = repository.meaning(session, meaning_hash(read), cache.schema_version())
        assert kept
        wording = alias_row(workspace.id, prompt_hash(PROMPT), kept.id, (), Maker("seed"))
        repository.keep_aliases(session, [wording])
    assert asked(client, headers)["entry_id"] == mine
