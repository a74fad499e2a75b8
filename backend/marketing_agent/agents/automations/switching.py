"""Switching on: the steps of the trial become the steps of every run."""

from sqlmodel import Session

from marketing_agent.agents.automations import compliance, firing
from marketing_agent.agents.automations.compliance import Ground
from marketing_agent.agents.automations.errors import Blocked, NotTried
from marketing_agent.agents.automations.schemas import State
from marketing_agent.agents.automations.tables import AutomationRow
from marketing_agent.agents.planner.schemas import PlanStep
from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.schemas import Run
from marketing_agent.kernel.time import now

_ASKED_BACK = "clarify"


def switch_on(session: Session, row: AutomationRow, ground: Ground) -> None:
    """Raises NotTried, and Blocked where a check forbids it. What was shown is what happens."""
    steps = steps_of(row) if row.state == "paused" else _shown_steps(session, row)
    agreed = row.model if row.state == "paused" else ground.model
    row.plan, row.model = [one.model_dump(mode="json") for one in steps], agreed
    found = compliance.examine(session, row, steps, ground)
    if found.blocked:
        why = next(one.text for one in found.checks if one.blocks)
        raise Blocked(why, check=next(one.name for one in found.checks if one.blocks))
    row.compliance = found.model_dump(mode="json")
    row.state, row.chain = "on", row.chain + 1
    firing.queue_next(session, row, now())
    firing.watch(session, row)


def _shown_steps(session: Session, row: AutomationRow) -> tuple[PlanStep, ...]:
    run = runs.runs_by_id(session, [row.trial_id]).get(row.trial_id) if row.trial_id else None
    if run is None:
        raise NotTried("Try it first: what it would do is shown before it is switched on.")
    if run.status in ("queued", "running"):
        raise NotTried("Its trial has not ended yet.")
    failed = [step for step in run.plan or () if step.status not in ("done", "skipped")]
    if run.status != "completed" or failed:
        what = f" at “{failed[0].title}”" if failed else ""
        raise NotTried(f"Its trial failed{what}. Change it, or try again.")
    if not run.plan:
        raise Blocked(f"It would do nothing. {run.answer or ''}".strip(), check="effect")
    _check_understood(session, run)
    return _as_planned(run.plan)


def _check_understood(session: Session, run: Run) -> None:
    """A question that had to be asked back would be asked back each time, with nobody there."""
    for event in runs.events_after(session, run.id, 0):
        said = event.payload
        if said.type != "tool.returned" or said.tool != "ask" or not isinstance(said.data, dict):
            continue
        if said.data.get("outcome") == _ASKED_BACK:
            raise NotTried(f"Its question was not understood. {said.text}")


def tried_steps(session: Session, row: AutomationRow) -> tuple[PlanStep, ...]:
    """The steps of a trial however it went, none before it was planned."""
    run = runs.runs_by_id(session, [row.trial_id]).get(row.trial_id) if row.trial_id else None
    return _as_planned(run.plan or ()) if run else ()


def _as_planned(steps: tuple[PlanStep, ...]) -> tuple[PlanStep, ...]:
    return tuple(
        step.model_copy(update={"status": "pending", "approval_id": None}) for step in steps
    )


def steps_of(row: AutomationRow) -> tuple[PlanStep, ...]:
    """The steps that each run takes, none before it was switched on."""
    return tuple(PlanStep.model_validate(one) for one in row.plan or ())


def switch_off(row: AutomationRow, to: State) -> None:
    """Off or paused: a moment that was queued is none any more."""
    row.state, row.chain, row.next_at = to, row.chain + 1, None


def begin_anew(row: AutomationRow) -> None:
    """It is another one now: nobody has seen what it does."""
    switch_off(row, "off")
    row.plan = row.model = row.compliance = row.trial_id = None
