"""The second wall: PostgreSQL itself shows a transaction one workspace only."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from marketing_agent.events import service as events
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace


def test_another_workspace_is_not_there(
    database: Database, make_workspace: Callable[..., Workspace]
) -> None:
    ours, theirs = make_workspace(), make_workspace()
    with database.transaction(theirs.id) as session:
        events.emit(session, theirs.id, "import.completed", {"id": "1"})
        jobs.enqueue(session, theirs.id, "nothing.at_all")
    with database.transaction(ours.id) as session:
        for table in ("events", "jobs"):
            count = text(f"SELECT count(*) FROM {table} WHERE workspace_id = :id")
            assert session.execute(count, {"id": theirs.id}).scalar() == 0
        assert session.execute(text("SELECT array_agg(id) FROM workspaces")).scalar() == [ours.id]


def test_no_scope_shows_nothing(database: Database, workspace: Workspace) -> None:
    with database.transaction() as session:
        assert session.execute(text("SELECT count(*) FROM workspaces")).scalar() == 0


def test_writing_into_another_workspace_is_refused(
    database: Database, make_workspace: Callable[..., Workspace]
) -> None:
    ours, theirs = make_workspace(), make_workspace()
    with pytest.raises(ProgrammingError, match="row-level security"):
        with database.transaction(ours.id) as session:
            events.emit(session, theirs.id, "import.completed", {})


def test_the_application_role_owns_nothing(database: Database) -> None:
    with database.transaction() as session:
        owned = text("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert session.execute(owned).scalar() == 0
        assert session.execute(text("SELECT current_user")).scalar() == "marketing_agent_app"
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        with database.transaction() as session:
            session.execute(text("ALTER TABLE events DISABLE ROW LEVEL SECURITY"))


def test_events_are_read_in_order_and_once(database: Database, workspace: Workspace) -> None:
    for number in range(3):
        with database.transaction(workspace.id) as session:
            events.emit(session, workspace.id, "import.progress", {"n": number})
    with database.transaction(workspace.id) as session:
        first = events.read_after(session, workspace.id, 0)
        again = events.read_after(session, workspace.id, first[1].id)
    assert [event.payload["n"] for event in first] == [0, 1, 2]
    assert [event.payload["n"] for event in again] == [2]


def test_an_event_of_an_open_transaction_is_not_passed_by(
    database: Database, workspace: Workspace
) -> None:
    with database.transaction(workspace.id) as slow:
        events.emit(slow, workspace.id, "import.progress", {"n": "slow"})
        with database.transaction(workspace.id) as fast:
            events.emit(fast, workspace.id, "import.progress", {"n": "fast"})
        with database.transaction(workspace.id) as reader:
            assert events.read_after(reader, workspace.id, 0) == []
    with database.transaction(workspace.id) as reader:
        seen = events.read_after(reader, workspace.id, 0)
    assert [event.payload["n"] for event in seen] == ["slow", "fast"]
