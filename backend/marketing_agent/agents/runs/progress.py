"""How far a run is: written by whoever carries it out, and by whoever lets it go on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.planner.schemas import PlanStep
from marketing_agent.agents.runs import log, repository, shown, threads
from marketing_agent.agents.runs.events import PlanProposed, RunFailed, RunStarted, StateChanged
from marketing_agent.agents.runs.tables import RunRow
from marketing_agent.events import service as events
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now

JOB = "agents.run"
EXPIRY_JOB = "agents.approval_expired"
_CUT_OFF = "agents.cut_off"
_DIED = "The run was interrupted again and again and was given up."
# Who planned where the caller named the steps.
_GIVEN = "caller"


def wake(session: Session, row: RunRow) -> None:
    """Has a worker take the run up, and tells open pages."""
    jobs.enqueue(session, row.workspace_id, JOB, {"run_id": row.id})
    tell(session, row)


def begin(session: Session, row: RunRow) -> None:
    """The first thing in a run's log; what the caller's page shows becomes the thread's state."""
    row.started_at = now()
    log.append(session, row, RunStarted(run_id=row.id, thread_id=row.thread_id))
    if row.request["context"]:
        change_state(session, row, {"context": row.request["context"]})
    if row.plan is not None:
        log.append(session, row, PlanProposed(steps=shown.plan(row), by=_GIVEN))
    tell(session, row)


def wake_when_expired(session: Session, row: RunRow, expires_at: datetime) -> None:
    """Has the run looked at again when its approval can no longer be given."""
    jobs.enqueue(session, row.workspace_id, EXPIRY_JOB, {"run_id": row.id}, run_after=expires_at)


def expired(session: Session, run_id: str) -> None:
    """Lets a run that waits for an approval see where it stands; others are left alone."""
    row = repository.locked_run(session, run_id)
    if row is not None and row.waiting_for == "approval":
        go_on(session, row)


def reached(session: Session, run_id: str) -> int:
    """How far a run is: what would not have to be done again."""
    done = ("plan.proposed", "tool.returned", "text.finished")
    return len(repository.events_of_type(session, run_id, *done))


def given_up(session: Session, run_id: str) -> None:
    """A run whose workers died each time has failed."""
    row = repository.locked_run(session, run_id)
    if row is None or row.status not in ("queued", "running"):
        return
    approvals.withdraw(session, row.id, "failed")
    error_id = new_id()
    row.error = {"code": _CUT_OFF, "message": _DIED, "error_id": error_id}
    row.status, row.holder, row.finished_at = "failed", None, now()
    log.append(session, row, RunFailed(code=_CUT_OFF, message=_DIED, error_id=error_id))
    tell(session, row)


def tell(session: Session, row: RunRow) -> None:
    """An event of the workspace's stream: lists of runs are to be read again."""
    payload = {"run_id": row.id, "thread_id": row.thread_id, "status": row.status}
    events.emit(session, row.workspace_id, "run.changed", payload)


def change_state(session: Session, row: RunRow, changes: Mapping[str, Any]) -> None:
    """Sets parts of the thread's shared state and logs the patch; equal parts are left alone."""
    thread = threads.known(session, row.thread_id)
    patch = tuple(
        {"op": "replace" if key in thread.state else "add", "path": f"/{key}", "value": value}
        for key, value in changes.items()
        if key not in thread.state or thread.state[key] != value
    )
    if patch:
        thread.state = thread.state | dict(changes)
        log.append(session, row, StateChanged(patch=patch))


def keep_plan(row: RunRow, steps: tuple[PlanStep, ...]) -> None:
    """Writes the steps with how far each is."""
    row.plan = [step.model_dump(mode="json") for step in steps]


def go_on(session: Session, row: RunRow) -> None:
    """Has a run that waited taken up again."""
    row.status, row.waiting_for = "queued", None
    wake(session, row)
