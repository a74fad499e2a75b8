"""The id of a stored statement is remembered only once the statement is really stored."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from marketing_agent.kernel.db import Database
from marketing_agent.metrics.statements import keep_sql
from marketing_agent.tenancy.schemas import Workspace


class Undone(Exception):
    """Ends a transaction."""


def _stored(database: Database, workspace: Workspace) -> list[str]:
    with database.transaction(workspace.id) as session:
        found = session.execute(text("SELECT id FROM sql_template WHERE kind = 'statement'"))
        return list(found.scalars())


def test_what_was_rolled_back_is_stored_anew(database: Database, workspace: Workspace) -> None:
    with pytest.raises(Undone), database.transaction(workspace.id) as session:
        lost = keep_sql(session, workspace.id, "SELECT 1")
        assert keep_sql(session, workspace.id, "SELECT 1") == lost
        raise Undone
    with database.transaction(workspace.id) as session:
        kept = keep_sql(session, workspace.id, "SELECT 1")
    assert kept != lost
    assert _stored(database, workspace) == [kept]
    with database.transaction(workspace.id) as session:
        assert keep_sql(session, workspace.id, "SELECT 1") == kept
    assert _stored(database, workspace) == [kept]


def test_each_workspace_has_its_own(
    database: Database, workspace: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    other = make_workspace()
    ids = set()
    for each in (workspace, other, workspace):
        with database.transaction(each.id) as session:
            ids.add(keep_sql(session, each.id, "SELECT 2"))
    assert len(ids) == 2
