"""The daily clean-up of attachments that were never sent."""

from datetime import timedelta

from sqlmodel import Session

from marketing_agent.agents.documents import service
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import service as tenancy

FORGET = "documents.forget_unsent"
_DAY = timedelta(days=1)


@jobs.handler(FORGET)
def forget_unsent(context: JobContext) -> None:
    """Runs once a day; what has waited a day for its message is dropped."""
    with context.database.transaction(context.workspace_id) as session:
        service.forget_unsent(session, now() - _DAY)
        due = (now() + _DAY).date().isoformat()
        _tomorrow(session, context.workspace_id, {"day": due})


def keep_house(database: Database) -> None:
    """Has every workspace cleaned up daily. For the start of a worker."""
    with database.system() as session:
        workspaces = tenancy.list_workspaces(session)
    for workspace in workspaces:
        with database.transaction(workspace.id) as session:
            _tomorrow(session, workspace.id, {})


def _tomorrow(session: Session, workspace_id: str, day: dict[str, str]) -> None:
    """Puts the next clean-up in the queue, unless one for that day (or for any) waits there."""
    if not jobs.is_open(session, FORGET, day):
        due = now() + _DAY
        jobs.enqueue(session, workspace_id, FORGET, {"day": due.date().isoformat()}, run_after=due)
