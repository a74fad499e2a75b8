"""A transaction's settings hold for it alone, and only what may be lost is not waited for."""

from sqlalchemy import text
from sqlmodel import Session

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
