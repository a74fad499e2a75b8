"""From queued to done: the one place that decides what comes next for a run."""

import logging

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.planner.calling import problem_abroad
from marketing_agent.agents.planner.checking import InvalidPlan, check_plan
from marketing_agent.agents.planner.port import Check, PlanBrief
from marketing_agent.agents.planner.schemas import Plan, PlanStep
from marketing_agent.agents.prompts import service as prompts
from marketing_agent.agents.runs import log as run_log
from marketing_agent.agents.runs.briefing import brief_of
from marketing_agent.agents.runs.errors import NothingDone, OverBudget, Superseded
from marketing_agent.agents.runs.events import PlanProposed, RunFailed, RunWaiting
from marketing_agent.agents.runs.execution.held import Held, House, take
from marketing_agent.agents.runs.execution.steps import carry_out
from marketing_agent.agents.runs.execution.writing import answer
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.ids import new_id

log = logging.getLogger(__name__)
_UNEXPECTED = "Something went wrong on our side. The id finds it in the log."


def execute(
    house: House, workspace_id: str, run_id: str, holder: str, *, last_try: bool = False
) -> None:
    """Carries a run as far as it goes. What may pass by itself is raised until the last try."""
    held = take(house, workspace_id, run_id, holder)
    if held is None:
        return
    try:
        _go(held)
    except Superseded:
        log.info("a run went on elsewhere", extra={"run_id": run_id})
    except OverBudget as error:
        _fail(held, f"budget.{error.what}", error.message, error)
    except AppError as error:
        if error.retryable and not last_try:
            raise
        _fail(held, error.code, error.message, error)
    except Exception as error:
        if not last_try:
            raise
        _fail(held, "internal", _UNEXPECTED, error)


def _go(held: Held) -> None:
    held.check_budgets()
    if held.row.plan is None and not _plan(held):
        return
    if carry_out(held):
        _check_done(held)
        answer(held)


def _check_done(held: Held) -> None:
    """Raises NothingDone where it was to make something and no step of it came to anything."""
    failed = [step for step in held.steps if step.status == "failed"]
    if not failed or any(step.status == "done" for step in held.steps):
        return
    effects = {tool.name: tool.effect for tool in held.house.toolbox.offered(held.caller)}
    if effects.get(failed[0].tool) == "draft":
        raise NothingDone(held.results[failed[0].id].text)


def _plan(held: Held) -> bool:
    """Makes the plan; false when a person is to confirm it first."""
    brief = brief_of(held)
    with held.transaction() as session:
        rules = prompts.instructions(session, "plan_request").text
    plan, used = held.house.brain.plan(brief, rules, _checker(held, brief), held.check_budgets())
    _check_steps(held, plan)
    confirm = bool(held.row.request["plan_first"]) and bool(plan.steps)
    held.steps = [PlanStep(**step.model_dump()) for step in plan.steps]
    with held.transaction() as session:
        row = held.locked(session)
        held.spend(row, used)
        if plan.reply:
            row.request = row.request | {"reply": plan.reply}
        proposed = PlanProposed(steps=tuple(held.steps), by=used.by, confirm=confirm)
        held.note(session, row, proposed)
        if confirm:
            run_log.append(session, row, RunWaiting(reason="plan"))
            held.pause(session, row, "plan")
    return not confirm


def _check_steps(held: Held, plan: Plan) -> None:
    most = held.row.budgets["steps"]
    if len(plan.steps) > most:
        message = f"This takes {len(plan.steps)} steps, and the run may take {most}."
        raise OverBudget("steps", message)


def _checker(held: Held, brief: PlanBrief) -> Check:
    tools = held.house.toolbox.offered(held.caller)
    clients = frozenset(tool["name"] for tool in held.row.request["client_tools"])

    def check(plan: Plan) -> str | None:
        try:
            check_plan(plan, tools, clients, held.house.toolbox.check)
        except InvalidPlan as error:
            return error.message
        return problem_abroad(plan, brief)

    return check


def _fail(held: Held, code: str, message: str, error: Exception) -> None:
    error_id = new_id()
    extra = {"run_id": held.run_id, "error_id": error_id, "code": code}
    log.error("run failed", extra=extra, exc_info=error if code == "internal" else None)
    try:
        with held.transaction() as session:
            row = held.locked(session)
            approvals.withdraw(session, row.id, "failed")
            row.error = {"code": code, "message": message, "error_id": error_id}
            run_log.append(session, row, RunFailed(code=code, message=message, error_id=error_id))
            held.end(session, row, "failed")
    except Superseded:
        log.info("a failed run had ended already", extra={"run_id": held.run_id})
