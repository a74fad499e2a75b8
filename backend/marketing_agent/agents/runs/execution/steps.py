"""One step after another: what a tool did and what the log says of it are one transaction."""

from datetime import datetime
from typing import Any

from marketing_agent.agents.planner.checking import references, resolved
from marketing_agent.agents.planner.schemas import PlanStep, StepStatus
from marketing_agent.agents.runs import service
from marketing_agent.agents.runs.events import (
    ApprovalRequested,
    RunWaiting,
    StepFinished,
    StepStarted,
    ToolCalled,
    ToolReturned,
)
from marketing_agent.agents.runs.execution.held import Held
from marketing_agent.agents.runs.schemas import Spent
from marketing_agent.agents.runs.tables import RunRow
from marketing_agent.agents.runs.toolbox import Outcome, ToolBrief
from marketing_agent.kernel.errors import AppError

_NOT_SENT = "Not sent: this run only shows. Later ones ask a person to approve exactly this:"
_OVER = ("done", "failed", "skipped")
_REFUSED = {
    "rejected": "Not done: it was not approved.",
    "expired": "Not done: the approval was not given in time.",
}


def carry_out(held: Held) -> bool:
    """Runs the steps that are left; false when one of them waits for somebody."""
    tools = {tool.name: tool for tool in held.house.toolbox.offered(held.caller)}
    for step in list(held.steps):
        if step.status in _OVER:
            continue
        held.check_budgets()
        if not _step(held, step, tools):
            return False
    return True


def _step(held: Held, step: PlanStep, tools: dict[str, ToolBrief]) -> bool:
    broken = [ref for ref in references(step.arguments) if not _has(held, ref)]
    if broken:
        _settle(held, step, _failed(held, step, "Left out: a step before it gave no result."))
        return True
    arguments = resolved(step.arguments, held.results)
    tool = tools.get(step.tool)
    if tool is None and step.tool in _client_tools(held.row):
        return _ask_client(held, step, arguments)
    if tool is None:
        _settle(held, step, _failed(held, step, f"There is no tool {step.tool!r} for you."))
        return True
    if tool.effect == "send":
        return _send(held, step, arguments, tool)
    if step.status == "pending":
        step = _begin(held, step, arguments)
    _call(held, step, arguments, tool, None)
    return True


def _has(held: Held, ref: str) -> bool:
    return ref in held.results and not held.results[ref].is_error


def _client_tools(row: RunRow) -> set[str]:
    return {tool["name"] for tool in row.request["client_tools"]}


def _begin(held: Held, step: PlanStep, arguments: dict[str, Any]) -> PlanStep:
    with held.transaction() as session:
        row = held.locked(session)
        step = held.mark(step, "running")
        held.note(session, row, *_opening(held, step, arguments))
    return step


def _opening(
    held: Held, step: PlanStep, arguments: dict[str, Any], *, client: bool = False
) -> tuple[StepStarted, ToolCalled]:
    called = ToolCalled(
        call_id=service.call_id(held.run_id, step.id),
        step_id=step.id,
        tool=step.tool,
        arguments=arguments,
        client=client,
    )
    return StepStarted(step_id=step.id, title=step.title), called


def _call(
    held: Held,
    step: PlanStep,
    arguments: dict[str, Any],
    tool: ToolBrief,
    approval_id: str | None,
) -> None:
    """Calls the tool. A refusal is its result; what passes by itself is left to the next try."""
    try:
        if tool.effect == "read":
            # It may wait for a model or a statement, and has nothing to undo: no transaction.
            outcome = _outcome(held, step, arguments, None, None)
            _settle(held, step, _returned(held, step, outcome))
            return
        with held.transaction() as session:
            outcome = _outcome(held, step, arguments, session, approval_id)
            _finish(held, session, step, _returned(held, step, outcome))
    except AppError as error:
        if error.retryable:
            raise
        _settle(held, step, _failed(held, step, error.message))


def _outcome(
    held: Held, step: PlanStep, arguments: dict[str, Any], session: Any, approval_id: str | None
) -> Outcome:
    call = held.house.toolbox.call
    return call(held.caller, step.tool, arguments, session, held.run_id, approval_id)


def _returned(held: Held, step: PlanStep, outcome: Outcome) -> ToolReturned:
    return ToolReturned(
        call_id=service.call_id(held.run_id, step.id),
        step_id=step.id,
        tool=step.tool,
        text=outcome.text,
        data=outcome.data,
        view=outcome.view,
        untrusted=outcome.untrusted,
    )


def _failed(held: Held, step: PlanStep, message: str) -> ToolReturned:
    return ToolReturned(
        call_id=service.call_id(held.run_id, step.id),
        step_id=step.id,
        tool=step.tool,
        text=message,
        is_error=True,
    )


def _settle(
    held: Held, step: PlanStep, returned: ToolReturned, status: StepStatus = "done"
) -> None:
    with held.transaction() as session:
        _finish(held, session, step, returned, status)


def _finish(
    held: Held,
    session: Any,
    step: PlanStep,
    returned: ToolReturned,
    status: StepStatus = "done",
) -> None:
    """Writes a result, with the call before it where none was written (a step left out)."""
    row = held.locked(session)
    opening = () if step.status != "pending" else _opening(held, step, step.arguments)
    status = "failed" if returned.is_error else status
    held.mark(step, status)
    held.results[step.id] = returned
    spent = Spent.model_validate(row.spent)
    row.spent = spent.model_copy(update={"steps": spent.steps + 1}).model_dump(mode="json")
    if step.tool == "ask" and not returned.is_error and isinstance(returned.data, dict):
        row.asked_id = returned.data.get("id")
    held.note(session, row, *opening, returned, StepFinished(step_id=step.id, status=status))


def _send(held: Held, step: PlanStep, arguments: dict[str, Any], tool: ToolBrief) -> bool:
    """A call with effect `send`: asks for the approval, or acts on how it was decided."""
    if held.row.request.get("trial"):
        return _show(held, step, arguments)
    if step.approval_id is None:
        return _request(held, step, arguments)
    with held.transaction() as session:
        found = held.house.toolbox.decisions(session, [step.approval_id])
    decision = found.get(step.approval_id, "expired")
    if decision == "open":
        return _wait_again(held, step)
    if decision in _REFUSED:
        _settle(held, step, _failed(held, step, _REFUSED[decision]))
        return True
    _call(held, step, arguments, tool, step.approval_id)
    return True


def _show(held: Held, step: PlanStep, arguments: dict[str, Any]) -> bool:
    """A trial: what the approval would show is the step's result, and there is no approval."""
    try:
        with held.transaction() as session:
            undone = session.begin_nested()
            box = held.house.toolbox
            made = box.request(session, held.caller, step.tool, arguments, held.run_id)
            undone.rollback()
    except AppError as error:
        if error.retryable:
            raise
        _settle(held, step, _failed(held, step, error.message))
        return True
    preview = made.get("preview", {})
    text = f"{_NOT_SENT} {preview.get('effect', '')}".rstrip()
    _settle(held, step, _returned(held, step, Outcome(text, {"preview": preview})), "skipped")
    return True


def _request(held: Held, step: PlanStep, arguments: dict[str, Any]) -> bool:
    try:
        with held.transaction() as session:
            box = held.house.toolbox
            made = box.request(session, held.caller, step.tool, arguments, held.run_id)
            row = held.locked(session)
            step = held.mark(step, "waiting", approval_id=made["id"])
            called = service.call_id(held.run_id, step.id)
            asked = ApprovalRequested(approval=made, call_id=called, step_id=step.id)
            waits = RunWaiting(reason="approval", approval_ids=(made["id"],), call_ids=(called,))
            held.note(session, row, *_opening(held, step, arguments), asked, waits)
            held.pause(session, row, "approval")
            service.wake_when_expired(session, row, datetime.fromisoformat(made["expires_at"]))
    except AppError as error:
        if error.retryable:
            raise
        _settle(held, step, _failed(held, step, error.message))
        return True
    return False


def _wait_again(held: Held, step: PlanStep) -> bool:
    with held.transaction() as session:
        row = held.locked(session)
        called = service.call_id(held.run_id, step.id)
        ids = (step.approval_id,) if step.approval_id else ()
        held.note(session, row, RunWaiting(reason="approval", approval_ids=ids, call_ids=(called,)))
        held.pause(session, row, "approval")
    return False


def _ask_client(held: Held, step: PlanStep, arguments: dict[str, Any]) -> bool:
    """A tool of the client: it is told the call and answers in its own time."""
    with held.transaction() as session:
        row = held.locked(session)
        step = held.mark(step, "waiting")
        called = service.call_id(held.run_id, step.id)
        waits = RunWaiting(reason="client", call_ids=(called,))
        held.note(session, row, *_opening(held, step, arguments, client=True), waits)
        held.pause(session, row, "client")
    return False
