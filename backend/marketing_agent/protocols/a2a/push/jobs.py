"""Telling webhooks is a job, enqueued in the transaction of what happened."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.runs import service as runs
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.protocols.a2a.push import repository

JOB = "a2a.push"
# Pieces of a text are not told: the whole of it is.
_NOT_TOLD = {"text.started", "text.delta", "state.changed", "tool.called", "step.finished"}
_ATTEMPTS = 12
"""A worker that dies in the middle costs one; what a webhook answers costs none."""


def enqueue(session: Session, workspace_id: str, key: str) -> None:
    """Has a worker tell one webhook what it does not know yet."""
    jobs.enqueue(session, workspace_id, JOB, payload_of(key))


def payload_of(key: str) -> dict[str, str]:
    """What the job of one webhook is given."""
    return {"config_key": key}


def _on_events(session: Session, workspace_id: str, run_id: str, types: Collection[str]) -> None:
    if _NOT_TOLD.issuperset(types):
        return
    for key in repository.keys_of_run(session, run_id):
        enqueue(session, workspace_id, key)


runs.listen(_on_events)


def _given_up(session: Session, _workspace_id: str, payload: Mapping[str, Any]) -> None:
    """The next event tries again; what was under way is given up."""
    row = repository.locked(session, str(payload["config_key"]))
    if row is not None:
        row.holder, row.held_until = None, None


@jobs.handler(JOB, lane="outgoing", attempts=_ATTEMPTS, given_up=_given_up)
def tell(context: JobContext) -> None:
    """Tells a webhook everything new, in order; a second time goes on where the first stopped."""
    # The SDK takes a second to load: a worker that pushes nothing does not pay for it.
    from marketing_agent.protocols.a2a.push.sending import Teller

    Teller(context).run(str(context.payload["config_key"]))
