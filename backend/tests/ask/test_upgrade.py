"""Another version of model, tables, language or parser: what people keep is not lost."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from marketing_agent.ask import jobs as ask_jobs
from marketing_agent.kernel.db import Database
from tests.ask.test_answers import ask
from tests.ask.test_seeding import run_job
from tests.metrics.shops import Shop

_PINNED = "gross sales in the last 43 days"
_WRITTEN = "refunds in the last 43 days"
_BROKEN = "orders in the last 43 days"
_OFTEN = "total sales last 90 days"


def _run(shop: Shop, database: Database, statement: str, **values: object) -> Any:
    with database.transaction(shop.workspace.id) as session:
        return session.execute(text(statement), values)


@pytest.fixture
def owner(shop: Shop, key_for: Callable[..., dict[str, str]]) -> dict[str, str]:
    return key_for(shop.workspace)


def _change(shop: Shop, owner: dict[str, str], prompt: str, **change: object) -> dict[str, Any]:
    entry = ask(shop, prompt)["cache"]["entry_id"]
    path = f"/api/v1/prompt-cache/{entry}"
    answer = shop.client.patch(path, json=change, headers=owner)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert isinstance(found, dict)
    return found


@pytest.fixture
def upgraded(shop: Shop, owner: dict[str, str], database: Database) -> Iterator[Shop]:
    """The shop after everything in its cache came to be of an older version."""
    _change(shop, owner, _PINNED, pinned=True)
    _change(shop, owner, _WRITTEN, question={"metrics": ["discounts"], "time": "last_43_days"})
    broken = _change(shop, owner, _BROKEN, pinned=True)["id"]
    ask(shop, _OFTEN)
    meaning = """UPDATE prompt_cache SET question = jsonb_set(question, '{metrics}', '["gone"]')
        WHERE id = :id"""
    _run(shop, database, meaning, id=broken)
    _run(shop, database, "UPDATE prompt_cache SET schema_version = 'older'")
    _run(shop, database, "UPDATE prompt_alias SET schema_version = 'older'")
    _run(shop, database, "DELETE FROM jobs WHERE name = 'ask.seed'")
    yield shop
    _run(shop, database, "DELETE FROM prompt_cache WHERE id = :id", id=broken)


def test_an_upgrade_reads_seeds_anew_and_keeps_what_is_of_people(
    upgraded: Shop, database: Database
) -> None:
    before = _hits(upgraded, database)
    for _ in range(2):  # two workers start
        assert ask_jobs.after_upgrade(database)
    waiting = "SELECT count(*) FROM jobs WHERE name = 'ask.seed' AND status = 'queued'"
    assert _run(upgraded, database, waiting).scalar_one() == 1

    run_job(upgraded, database)

    assert ask(upgraded, _PINNED)["cache"] | {"hits": 0, "entry_id": ""} == {
        "hit": True, "source": "rule", "hits": 0, "entry_id": "",
    }  # fmt: skip
    written = ask(upgraded, _WRITTEN)
    assert written["cache"]["source"] == "user"
    assert written["semantic_query"]["metrics"] == ["discounts"]
    assert _hits(upgraded, database) == before > 0
    assert ask(upgraded, "net sales last month")["cache"]["source"] == "seed"

    (left,) = _run(
        upgraded, database, "SELECT problem FROM prompt_cache WHERE schema_version = 'older'"
    ).all()
    assert "gone" in left.problem
    ask_jobs.after_upgrade(database)
    _run(upgraded, database, "DELETE FROM jobs WHERE name = 'ask.seed' AND status = 'queued'")


def _hits(shop: Shop, database: Database) -> int:
    """How often one common question was asked."""
    query = "SELECT max(hits) FROM prompt_cache WHERE prompt = :prompt"
    return int(_run(shop, database, query, prompt=_OFTEN).scalar_one())


def test_what_stayed_behind_answers_again_once_its_meaning_is_edited(
    upgraded: Shop, owner: dict[str, str], database: Database
) -> None:
    run_job(upgraded, database)
    (entry,) = [o for o in upgraded.get("/prompt-cache", q=_BROKEN)["items"] if o["problem"]]
    assert "gone" in entry["problem"]
    question = {"metrics": ["orders"], "time": "last_44_days"}
    answer = upgraded.client.patch(
        f"/api/v1/prompt-cache/{entry['id']}",
        json={"question": question},
        headers=owner,
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["problem"] is None
    again = ask(upgraded, _BROKEN)
    assert (again["cache"]["hit"], again["cache"]["source"]) == (True, "user")


def test_no_lifetime_ends_a_pinned_entry_or_sends_its_wording_elsewhere(
    shop: Shop, owner: dict[str, str], database: Database
) -> None:
    question = "gross sales in the last 47 days"
    found = _change(shop, owner, question, pinned=True)
    past = "UPDATE {} SET expires_at = now() - interval '1 day' WHERE {} = :id"
    _run(shop, database, past.format("prompt_cache", "id"), id=found["id"])
    _run(shop, database, past.format("prompt_alias", "entry_id"), id=found["id"])
    assert ask(shop, question)["cache"]["hit"] is True
    (shown,) = shop.get("/prompt-cache", q="last 47 days")["items"]
    assert shown["expires_at"] is None
    _change(shop, owner, question, pinned=False)
    assert ask(shop, question)["cache"]["source"] == "rule"
