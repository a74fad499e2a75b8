"""After an import, before anyone asks: what is common is known, with its stored SQL."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from marketing_agent.ask import jobs as ask_jobs
from marketing_agent.ask.stored import as_stored
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.time import store_today
from marketing_agent.metrics import answers
from marketing_agent.metrics.question import Question
from marketing_agent.warehouse.service import open_warehouse
from tests.ask.test_answers import ask
from tests.metrics.shops import Shop


def run_job(shop: Shop, database: Database) -> None:
    """The job, as a worker runs it."""
    ask_jobs.seed(JobContext("job", shop.workspace.id, {}, 1, database, shop.settings))


def _seeded(shop: Shop) -> Iterator[dict[str, Any]]:
    """Every entry that an import left and nobody has asked."""
    for offset in range(0, 10_000, 500):
        items = shop.get("/prompt-cache", source="seed", limit=500, offset=offset)["items"]
        yield from (one for one in items if not one["hits"])
        if not items:
            return


def test_every_seeded_question_has_its_statement_stored_before_it_is_asked(shop: Shop) -> None:
    seeded = list(_seeded(shop))
    known = {one["id"]: one["hash"] for one in _templates(shop)}
    told = [one for one in seeded if one["statement"]]
    assert len(seeded) > 1_500
    assert len(told) > 1_000
    assert all(known[one["template_id"]] == one["statement_hash"] for one in told)
    assert len({one["template_id"] for one in told}) > 100


def _templates(shop: Shop) -> Iterator[dict[str, Any]]:
    for offset in range(0, 10_000, 200):
        items = shop.get("/sql-templates", kind="query", limit=200, offset=offset)["items"]
        yield from items
        if not items:
            return


def test_only_what_no_data_here_tells_has_no_statement(shop: Shop, database: Database) -> None:
    today = store_today(shop.workspace.timezone)
    without = [one for one in _seeded(shop) if not one["statement"]]
    with database.transaction(shop.workspace.id) as session:
        check = answers.checker(session, open_warehouse(shop.settings), shop.workspace)
    for one in without:
        query = as_stored(Question.model_validate(one["question"])).at(today)
        with pytest.raises(AppError):
            check(query)


def test_an_answer_runs_the_statement_that_was_stored_ahead(shop: Shop) -> None:
    question = "net sales by week last 90 days"
    (before,) = [o for o in shop.get("/prompt-cache", q=question)["items"] if o["statement"]]
    answer = ask(shop, question)
    assert answer["cache"]["hit"] is True
    assert answer["sql_id"] == before["template_id"]
    assert answer["sql"] == before["statement"]


def test_a_second_import_of_the_same_data_writes_nothing(shop: Shop, database: Database) -> None:
    run_job(shop, database)
    before = _written(shop, database)
    run_job(shop, database)
    assert _written(shop, database) == before


def _written(shop: Shop, database: Database) -> list[tuple[int, str]]:
    """Rows of each table with the youngest transaction that wrote one."""
    counts = []
    with database.transaction(shop.workspace.id) as session:
        for table in ("prompt_cache", "prompt_alias", "sql_template"):
            query = f"SELECT count(*), max(xmin::text::bigint) FROM {table}"
            count, youngest = session.execute(text(query)).one()
            counts.append((count, str(youngest)))
    return counts
