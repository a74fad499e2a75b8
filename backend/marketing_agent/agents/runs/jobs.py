"""Jobs of runs."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.runs import service
from marketing_agent.agents.runs.house import house_of
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.jobs.service import handler

_ATTEMPTS = 24
"""At one place of the log: each attempt goes on from there, so that interruptions cost little.

Many, since several runs share a worker: most that die with it are not what killed it.
"""


def _given_up(session: Session, _workspace_id: str, payload: Mapping[str, Any]) -> None:
    service.given_up(session, str(payload["run_id"]))


def _reached(session: Session, payload: Mapping[str, Any]) -> int:
    return service.reached(session, str(payload["run_id"]))


@handler(
    service.JOB,
    urgent=True,
    lane="live",
    attempts=_ATTEMPTS,
    given_up=_given_up,
    reached=_reached,
)
def carry_run_out(context: JobContext) -> None:
    """Carries a run as far as it goes; a second time goes on where the first was interrupted."""
    # Planning loads the client of models: a worker that runs nothing of the agent pays nothing.
    from marketing_agent.agents.runs.execution.run import execute

    execute(
        house_of(context.database, context.settings),
        context.workspace_id,
        str(context.payload["run_id"]),
        holder=context.holder,
        last_try=context.attempt >= _ATTEMPTS,
    )


@handler(service.EXPIRY_JOB)
def approval_expired(context: JobContext) -> None:
    """Wakes a run whose approval was not given in time."""
    with context.database.transaction(context.workspace_id) as session:
        service.expired(session, str(context.payload["run_id"]))
