"""Starting, following, steering and reading runs of the agent."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.schemas import Approval
from marketing_agent.agents.documents import service as documents
from marketing_agent.agents.planner.attached import FILES
from marketing_agent.agents.planner.checking import check_plan
from marketing_agent.agents.planner.schemas import Plan, PlanStep, StepStatus
from marketing_agent.agents.runs import log, repository, shown
from marketing_agent.agents.runs.errors import (
    KeyReused,
    NotWaiting,
    UnknownCall,
    UnknownRun,
    UnknownThread,
)
from marketing_agent.agents.runs.events import (
    ApprovalDecided,
    PlanChanged,
    PlanProposed,
    RunCancelled,
    RunEvent,
    RunFailed,
    RunStarted,
    StateChanged,
    StepFinished,
    ToolReturned,
)
from marketing_agent.agents.runs.follow import follow, follow_with_beats
from marketing_agent.agents.runs.log import listen
from marketing_agent.agents.runs.schemas import (
    CallAnswer,
    Moved,
    Moves,
    MovesAsked,
    PlanUpdate,
    Run,
    RunRequest,
    Runs,
    Source,
    Spent,
    Status,
    Thread,
    ThreadDetail,
    Threads,
)
from marketing_agent.agents.runs.tables import RunRow, ThreadRow
from marketing_agent.agents.runs.toolbox import Toolbox
from marketing_agent.events import service as events
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.tenancy.schemas import Caller

__all__ = [
    "answer_call",
    "cancel",
    "change_plan",
    "create_thread",
    "decided",
    "events_after",
    "follow",
    "follow_with_beats",
    "get_run",
    "get_thread",
    "list_by_move",
    "list_runs",
    "list_threads",
    "listen",
    "runs_by_id",
    "start",
    "start_with_plan",
    "thread_named",
]
JOB = "agents.run"
EXPIRY_JOB = "agents.approval_expired"
_CUT_OFF = "agents.cut_off"
_DIED = "The run was interrupted again and again and was given up."
_TITLE = 80
# Who planned where the caller named the steps.
_GIVEN = "caller"
_ENDED = ("completed", "failed", "cancelled")


def call_id(run_id: str, step_id: str) -> str:
    """The id of a step's tool call, the same each time the step is taken up."""
    return f"{run_id}.{step_id}"


def start(session: Session, caller: Caller, request: RunRequest) -> Run:
    """Accepts a request; the run begins once the caller's transaction has committed.

    The same idempotency key gives the same run. Raises UnknownThread, KeyReused, UnknownDocument.
    """
    key = request.idempotency_key
    known = repository.run_of_key(session, caller.workspace_id, key) if key else None
    if known is not None:
        if known.text != request.text:
            raise KeyReused("This idempotency key came before with another request.")
        return shown.run(known)
    thread = _thread_for(session, caller, request)
    files = [one.id for one in request.attachments if one.kind in FILES and one.id]
    documents.bind(session, thread.id, files)
    row = RunRow(
        id=new_id(),
        workspace_id=caller.workspace_id,
        thread_id=thread.id,
        source=request.source,
        text=request.text,
        request=request.model_dump(mode="json", exclude={"text", "thread_id", "source", "budgets"}),
        caller=caller.model_dump(mode="json"),
        budgets=request.budgets.model_dump(mode="json"),
        spent=Spent().model_dump(mode="json"),
        idempotency_key=key,
    )
    repository.add(session, row)
    thread.updated_at = now()
    wake(session, row)
    return shown.run(row)


def start_with_plan(
    session: Session, caller: Caller, request: RunRequest, plan: Plan, toolbox: Toolbox
) -> Run:
    """Accepts a request whose steps the caller names; no model plans. Raises InvalidPlan too."""
    check_plan(plan, toolbox.offered(caller), frozenset(), toolbox.check)
    run = start(session, caller, request)
    row = _locked(session, run.id)
    if row.plan is None:
        keep_plan(row, tuple(PlanStep(**step.model_dump()) for step in plan.steps))
    return shown.run(row)


def _thread_for(session: Session, caller: Caller, request: RunRequest) -> ThreadRow:
    if request.thread_id is not None:
        return _thread(session, request.thread_id)
    title = request.text if len(request.text) <= _TITLE else request.text[: _TITLE - 1] + "…"
    return _new_thread(session, caller, title)


def _new_thread(
    session: Session, caller: Caller, title: str, thread_id: str | None = None
) -> ThreadRow:
    row = ThreadRow(
        id=thread_id or new_id(),
        workspace_id=caller.workspace_id,
        title=title,
        created_by=caller.user_id,
    )
    repository.add(session, row)
    return row


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
        _go_on(session, row)


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


def get_run(session: Session, run_id: str) -> Run:
    """The run; raises UnknownRun."""
    return shown.run(_run(session, run_id))


def list_runs(
    session: Session,
    limit: int,
    offset: int,
    *,
    status: Status | None = None,
    thread_id: str | None = None,
    source: Source | None = None,
) -> Runs:
    """A page of runs, newest first."""
    rows, total = repository.runs(session, limit, offset, status, thread_id, source)
    return Runs(items=tuple(shown.run(row) for row in rows), total=total)


def list_by_move(session: Session, asked: MovesAsked, limit: int) -> Moves:
    """A page of runs, the last moved first."""
    rows, total = repository.runs_by_move(session, asked, limit)
    items = tuple(Moved(run=shown.run(row), at=at) for row, at in rows)
    return Moves(items=items, total=total)


def runs_by_id(session: Session, run_ids: Collection[str]) -> dict[str, Run]:
    """Those of the runs that are there."""
    return {row.id: shown.run(row) for row in repository.runs_of(session, run_ids)}


def create_thread(
    session: Session, caller: Caller, title: str, thread_id: str | None = None
) -> Thread:
    """An empty thread; a protocol whose clients name their threads gives the id."""
    return shown.thread(_new_thread(session, caller, title, thread_id))


def thread_named(session: Session, caller: Caller, named: str, door: str, title: str) -> str:
    """The thread of that id, or the one that stands for a name that a door's client gave."""
    own = hashlib.sha256(f"{caller.workspace_id} {named}".encode()).hexdigest()[:32]
    for thread_id in (named, f"{door}-{own}"):
        found = repository.thread(session, thread_id)
        if found is not None:
            return found.id
    return create_thread(session, caller, title, f"{door}-{own}").id


def get_thread(session: Session, thread_id: str) -> ThreadDetail:
    """A thread with its messages and state; raises UnknownThread."""
    return shown.thread_detail(session, _thread(session, thread_id))


def list_threads(session: Session, limit: int, offset: int) -> Threads:
    """A page of threads, the last used first."""
    rows, total = repository.threads(session, limit, offset)
    return Threads(items=tuple(shown.thread(row) for row in rows), total=total)


def events_after(session: Session, run_id: str, seq: int) -> list[RunEvent]:
    """What happened in a run after an event; raises UnknownRun."""
    _run(session, run_id)
    return log.read(repository.events_after(session, run_id, seq))


def cancel(session: Session, caller: Caller, run_id: str) -> Run:
    """Ends a run: what is under way takes no effect, and what waits for a yes is withdrawn.

    One that has ended stays as it is.
    """
    row = _locked(session, run_id)
    if row.status not in _ENDED:
        approvals.withdraw(session, row.id, "cancelled")
        row.status, row.waiting_for, row.holder = "cancelled", None, None
        row.finished_at = now()
        log.append(session, row, RunCancelled())
        tell(session, row)
    return shown.run(row)


def change_plan(
    session: Session, caller: Caller, run_id: str, update: PlanUpdate, toolbox: Toolbox
) -> Run:
    """Replaces or confirms the plan that a run waits with; raises NotWaiting, InvalidPlan."""
    row = _waiting(session, run_id, "plan")
    if update.steps is not None:
        plan = Plan(steps=update.steps)
        check_plan(plan, toolbox.offered(caller), _client_tools(row), toolbox.check)
        steps = tuple(PlanStep(**step.model_dump()) for step in plan.steps)
        keep_plan(row, steps)
        log.append(session, row, PlanChanged(steps=steps))
    if update.confirm:
        _go_on(session, row)
    return shown.run(row)


def decided(session: Session, run_id: str, approval_id: str, *, approved: bool) -> None:
    """An approval was decided, in this transaction: its run goes on. Others are left alone."""
    row = repository.locked_run(session, run_id)
    if row is None or row.waiting_for != "approval":
        return
    steps = shown.plan(row)
    if not any(s.approval_id == approval_id and s.status == "waiting" for s in steps):
        return
    log.append(session, row, ApprovalDecided(approval_id=approval_id, approved=approved))
    _go_on(session, row)


def _on_decision(session: Session, _workspace_id: str, approval: Approval) -> None:
    if approval.run_id is not None:
        decided(session, approval.run_id, approval.id, approved=approval.status == "approved")


approvals.listen(_on_decision)


def answer_call(
    session: Session, caller: Caller, run_id: str, called: str, answer: CallAnswer
) -> Run:
    """What a client's tool gave; the run goes on with it. Raises NotWaiting, UnknownCall.

    A second answer of one call does nothing.
    """
    row = _locked(session, run_id)
    steps = shown.plan(row)
    found = next((step for step in steps if call_id(row.id, step.id) == called), None)
    if found is None:
        raise UnknownCall("The run waits for no such call.")
    if found.status != "waiting" or row.waiting_for != "client":
        return shown.run(row)
    status: StepStatus = "failed" if answer.is_error else "done"
    keep_plan(row, tuple(s if s != found else s.model_copy(update={"status": status})
                         for s in steps))  # fmt: skip
    returned = ToolReturned(
        call_id=called,
        step_id=found.id,
        tool=found.tool,
        text=answer.text,
        data=answer.data,
        untrusted=True,
        is_error=answer.is_error,
    )
    log.append(session, row, returned, StepFinished(step_id=found.id, status=status))
    _go_on(session, row)
    return shown.run(row)


def change_state(session: Session, row: RunRow, changes: Mapping[str, Any]) -> None:
    """Sets parts of the thread's shared state and logs the patch; equal parts are left alone."""
    thread = _thread(session, row.thread_id)
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


def _go_on(session: Session, row: RunRow) -> None:
    row.status, row.waiting_for = "queued", None
    wake(session, row)


def _client_tools(row: RunRow) -> frozenset[str]:
    return frozenset(tool["name"] for tool in row.request["client_tools"])


def _waiting(session: Session, run_id: str, what: str) -> RunRow:
    row = _locked(session, run_id)
    if row.status != "waiting" or row.waiting_for != what:
        raise NotWaiting(f"The run does not wait for its {what}: it is {row.status}.")
    return row


def _run(session: Session, run_id: str) -> RunRow:
    row = repository.run(session, run_id)
    if row is None:
        raise UnknownRun("There is no such run.")
    return row


def _locked(session: Session, run_id: str) -> RunRow:
    row = repository.locked_run(session, run_id)
    if row is None:
        raise UnknownRun("There is no such run.")
    return row


def _thread(session: Session, thread_id: str) -> ThreadRow:
    row = repository.thread(session, thread_id)
    if row is None:
        raise UnknownThread("There is no such thread.")
    return row
