"""Telling webhooks is a job, enqueued in the transaction of what happened."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.runs import service as runs
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.time import now
from marketing_agent.protocols.a2a.push import repository

JOB = "a2a.push"
AGAIN = "a2a.push_again"
FORGET = "a2a.forget_pushes"
# Pieces of a text are not told: the whole of it is.
_NOT_TOLD = {"text.started", "text.delta", "state.changed", "tool.called", "step.finished"}
_TOLD, _NOT_TAKEN = timedelta(days=30), timedelta(days=90)
_DIED = "It was interrupted again and again and was given up."
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


@jobs.handler(JOB, lane="outgoing", attempts=_ATTEMPTS, given_up=_given_up, quiet=True)
def tell(context: JobContext) -> None:
    """Tells a webhook everything new, in order; a second time goes on where the first stopped."""
    # The SDK takes a second to load: a worker that pushes nothing does not pay for it.
    from marketing_agent.protocols.a2a.push.sending import Teller

    Teller(context).run(str(context.payload["config_key"]))


def _died(session: Session, _workspace_id: str, payload: Mapping[str, Any]) -> None:
    row = repository.locked_delivery(session, str(payload["push_id"]))
    if row is not None and row.status == "pending":
        row.status, row.problem, row.settled_at = "dead", _DIED, now()


@jobs.handler(AGAIN, lane="outgoing", attempts=_ATTEMPTS, given_up=_died, quiet=True)
def tell_again(context: JobContext) -> None:
    """Tells a webhook once more what was given up."""
    from marketing_agent.protocols.a2a.push.again import Again

    Again(context).run(context.payload)


@jobs.handler(FORGET)
def forget(context: JobContext) -> None:
    """Runs once a day, in every workspace: the log keeps what nobody took longest."""
    kept = {"delivered": _TOLD, "dropped": _TOLD, "dead": _NOT_TAKEN, "refused": _NOT_TAKEN}
    with context.database.transaction(context.workspace_id) as session:
        for status, days in kept.items():
            repository.forget(session, context.workspace_id, status, now() - days)


jobs.schedule(FORGET, "50 3 * * *")
