"""Records of run statements are let go after the days that the setting says, once a day."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.metrics.jobs import FORGET
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace, WorkspaceCreate


def _store(database: Database, name: str) -> Workspace:
    with database.system() as session:
        new = WorkspaceCreate(name=name, timezone="UTC", currency="EUR")
        return tenancy.create_workspace(session, new)


def _ran(database: Database, store: Workspace, days_ago: int) -> None:
    row = {"id": new_id(), "store": store.id, "at": now() - timedelta(days=days_ago)}
    with database.transaction(store.id) as session:
        session.execute(
            text(
                "INSERT INTO query_run (id, workspace_id, origin, sql_text, warehouse_version,"
                " params, row_count, ms, status, created_at)"
                " VALUES (:id, :store, 'sql', 'SELECT 1', 1, '{}', 1, 1.0, 'ok', :at)"
            ),
            row,
        )


def _ages(database: Database, store: Workspace) -> list[int]:
    with database.transaction(store.id) as session:
        rows = session.execute(text("SELECT created_at FROM query_run")).scalars()
        return sorted((now() - at).days for at in rows)


@pytest.mark.parametrize(("days", "kept"), [(90, [1, 89]), (400, [1, 89, 91, 300])])
def test_old_records_of_the_store_go(
    empty_database: Database, settings: Settings, days: int, kept: list[int]
) -> None:
    store, other = _store(empty_database, "Kept"), _store(empty_database, "Other")
    for age in (1, 89, 91, 300):
        _ran(empty_database, store, age)
    _ran(empty_database, other, 300)
    with empty_database.transaction(store.id) as session:
        jobs.enqueue(session, store.id, FORGET)
    assert jobs.run_next(empty_database, settings.model_copy(update={"query_run_days": days}))
    assert _ages(empty_database, store) == kept
    assert _ages(empty_database, other) == [300]


def test_it_is_due_once_a_day_in_every_store(empty_database: Database, settings: Settings) -> None:
    stores = [_store(empty_database, name) for name in ("One", "Two")]
    for store in stores:
        _ran(empty_database, store, 300)
    jobs.Clock().look(empty_database)  # begins with the next time
    assert jobs.run_next(empty_database, settings) is False
    with empty_database.system() as session:
        due = text("UPDATE job_schedule SET next_at = now() - interval '3 days' WHERE name = :name")
        session.execute(due, {"name": FORGET})
    for _ in range(2):
        jobs.Clock().look(empty_database)
    assert [jobs.run_next(empty_database, settings) for _ in range(3)] == [True, True, False]
    assert [_ages(empty_database, store) for store in stores] == [[], []]
    with empty_database.system() as session:
        query = text("SELECT next_at FROM job_schedule WHERE name = :name")
        following = session.execute(query, {"name": FORGET}).scalar_one()
    assert now() < following <= now() + timedelta(days=1)
