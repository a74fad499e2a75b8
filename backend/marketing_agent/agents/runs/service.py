"""Starting, following, steering and reading runs of the agent."""

from collections.abc import Collection

from sqlmodel import Session

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.schemas import Approval
from marketing_agent.agents.documents import service as documents
from marketing_agent.agents.planner.attached import FILES
from marketing_agent.agents.planner.checking import check_plan
from marketing_agent.agents.planner.schemas import Plan, PlanStep, StepStatus
from marketing_agent.agents.runs import log, repository, shown, threads
from marketing_agent.agents.runs.errors import (
    KeyReused,
    NotWaiting,
    UnknownCall,
    UnknownRun,
)
from marketing_agent.agents.runs.events import (
    ApprovalDecided,
    PlanChanged,
    RunCancelled,
    RunEvent,
    StepFinished,
    ToolReturned,
)
from marketing_agent.agents.runs.follow import follow, follow_with_beats
from marketing_agent.agents.runs.log import listen
from marketing_agent.agents.runs.progress import (
    EXPIRY_JOB,
    JOB,
    begin,
    change_state,
    expired,
    given_up,
    go_on,
    keep_plan,
    reached,
    tell,
    wake,
    wake_when_expired,
)
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
)
from marketing_agent.agents.runs.tables import RunRow
from marketing_agent.agents.runs.threads import (
    create_thread,
    get_thread,
    list_threads,
    thread_head,
    thread_named,
)
from marketing_agent.agents.runs.toolbox import Toolbox
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.tenancy.schemas import Caller

__all__ = [
    "EXPIRY_JOB",
    "JOB",
    "answer_call",
    "begin",
    "call_id",
    "cancel",
    "change_plan",
    "change_state",
    "create_thread",
    "decided",
    "events_after",
    "expired",
    "follow",
    "follow_with_beats",
    "get_run",
    "get_thread",
    "given_up",
    "keep_plan",
    "list_by_move",
    "list_runs",
    "list_threads",
    "listen",
    "reached",
    "runs_by_id",
    "start",
    "start_with_plan",
    "tell",
    "thread_head",
    "thread_named",
    "wake",
    "wake_when_expired",
]
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
    thread = threads.thread_for(session, caller, request)
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
        go_on(session, row)
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
    go_on(session, row)


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
    go_on(session, row)
    return shown.run(row)


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
