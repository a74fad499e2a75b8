"""Jobs of jobs: those that ended long ago are forgotten."""

from datetime import timedelta

from marketing_agent.jobs import repository
from marketing_agent.jobs.kinds import handler, schedule
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.time import now

FORGET = "jobs.forget"
_ENDED = timedelta(days=30)
_GIVEN_UP = timedelta(days=90)


@handler(FORGET)
def forget(context: JobContext) -> None:
    """Runs once a day, in every workspace."""
    with context.database.transaction(context.workspace_id) as session:
        repository.forget(session, context.workspace_id, ("done", "cancelled"), now() - _ENDED)
        repository.forget(session, context.workspace_id, ("dead",), now() - _GIVEN_UP)


schedule(FORGET, "20 3 * * *")
