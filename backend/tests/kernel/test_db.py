"""A transaction's settings hold for it alone, and only what may be lost is not waited for."""

from contextlib import ExitStack

import psycopg
import pytest
from sqlalchemy import text
from sqlmodel import Session

from marketing_agent.kernel import pooled
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace


def _setting(session: Session, name: str) -> str:
    return session.scalar(text("SELECT current_setting(:name, true)"), {"name": name}) or ""


def test_only_what_may_be_lost_is_not_waited_for(database: Database, workspace: Workspace) -> None:
    with database.transaction(workspace.id, lasting=False) as session:
        assert _setting(session, "synchronous_commit") == "off"
    with database.system(lasting=False) as session:
        assert _setting(session, "synchronous_commit") == "off"
    # Whichever connections of the pool they get, nothing of the transactions before is left.
    with database.transaction(workspace.id) as session, database.system() as other:
        assert _setting(session, "synchronous_commit") == "on"
        assert _setting(other, "synchronous_commit") == "on"
        assert _setting(session, "app.workspace_id") == workspace.id
        assert (_setting(session, "app.scope"), _setting(other, "app.scope")) == ("", "system")
        assert _setting(other, "app.workspace_id") == ""


def test_connections_that_postgresql_closed_are_not_handed_out(
    database: Database, workspace: Workspace
) -> None:
    with ExitStack() as stack:
        many = [stack.enter_context(database.transaction(workspace.id)) for _ in range(4)]
        pids = {session.scalar(text("SELECT pg_backend_pid()")) for session in many}
    with psycopg.connect(database.url.replace("+psycopg", "", 1), autocommit=True) as owner:
        for pid in pids:
            owner.execute("SELECT pg_terminate_backend(%s, 60000)", [pid])
    with ExitStack() as stack:
        again = [stack.enter_context(database.transaction(workspace.id)) for _ in range(4)]
        alive = {session.scalar(text("SELECT pg_backend_pid()")) for session in again}
    assert len(alive) == 4
    assert not alive & pids


def test_a_connection_that_rested_is_asked_and_used_again(
    database_url: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pooled, "RESTED_SECONDS", 0.0)
    single = Database(database_url, pool_size=1)
    with single.transaction(workspace.id) as session:
        pid = session.scalar(text("SELECT pg_backend_pid()"))
    with single.transaction(workspace.id) as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) == pid
        assert _setting(session, "app.workspace_id") == workspace.id
    single.dispose()
