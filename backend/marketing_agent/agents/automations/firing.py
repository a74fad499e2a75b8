"""An automation that is due: noted once, checked again, and carried out as a run of the agent."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.automations import compliance, repository, shown
from marketing_agent.agents.automations.compliance import Ground
from marketing_agent.agents.automations.happenings import AFTER, HAPPENINGS, came_of, cause_of
from marketing_agent.agents.automations.measuring import Measured
from marketing_agent.agents.automations.schedule import next_slot
from marketing_agent.agents.automations.schemas import CallTool, Cause, OnEvent, RunStatus
from marketing_agent.agents.automations.tables import AutomationRow, DueRow
from marketing_agent.agents.planner.schemas import Plan, PlannedStep, PlanStep
from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.schemas import Run, RunRequest
from marketing_agent.events import service as events
from marketing_agent.events.schemas import Event
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now, zone
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller

FIRE, SLOT, HAPPENED = "automations.fire", "automations.slot", "automations.happened"
CHANGED = "automation.ran"
MOST_PER_HOUR = 12
# So many automations one after the other, each begun by what the one before did.
MOST_AFTER = 3
_HOUR, _LATEST = timedelta(hours=1), timedelta(hours=24)
_TOO_MANY = f"It was due more than {MOST_PER_HOUR} times in an hour; these were left out."
_OWN = "Left out: what happened came of a run of its own, or of several automations in a row."
_MISSED = "Nobody ran at that time, and a day has passed: it was left out."


@dataclass(frozen=True)
class Slot:
    """A moment of a schedule, as it was queued."""

    automation_id: str
    chain: int
    name: str
    at: datetime


def due_row(row: AutomationRow, cause: str, **more: Any) -> DueRow:
    """A record of one time that an automation was due."""
    return DueRow(
        id=new_id(),
        workspace_id=row.workspace_id,
        automation_id=row.id,
        version=row.version,
        cause=cause,
        **more,
    )


def note(session: Session, row: AutomationRow, cause: Cause) -> None:
    """Notes that an automation is due and queues its run, once a cause. Its row is locked."""
    if repository.is_known(session, row.id, cause.key):
        return
    if repository.count_since(session, row.id, now() - _HOUR) >= MOST_PER_HOUR:
        hour = f"too many:{now():%Y-%m-%dT%H}"
        missed = due_row(row, hour, status="skipped", note=_TOO_MANY, missed=1)
        repository.count_missed(session, missed)
        return
    due = due_row(row, cause.key, context=cause.context)
    if repository.claim(session, due):
        jobs.enqueue(session, row.workspace_id, FIRE, {"due_id": due.id})
        _tell(session, due)


def on_import(session: Session, _workspace_id: str, event: Event) -> None:
    """An import ended: whoever waits for that is due, and new data may meet a condition."""
    for found in repository.switched_on(session, "event", "metric"):
        on_event(session, found.id, event)


def on_event(session: Session, automation_id: str, event: Event) -> bool:
    """Notes that an automation is due if it waits for the event; false when it is not on.

    What its own run led to, itself or through other automations, begins none.
    """
    row = repository.locked(session, automation_id)
    if row is None or row.state != "on" or row.deleted_at is not None:
        return False
    cause = cause_of(row.trigger.get("event", "import.completed"), event)
    if cause is None:
        return True
    before = came_of(session, event.payload)
    if row.id in before or len(before) >= MOST_AFTER:
        repository.claim(session, due_row(row, cause.key, status="skipped", note=_OWN))
    else:
        about = cause.context | ({AFTER: list(before)} if before else {})
        note(session, row, cause.model_copy(update={"context": about}))
    return True


def watch(session: Session, row: AutomationRow) -> None:
    """Has it told of the events that it waits for; those of imports everybody is told of."""
    events.unwatch(session, f"automation {row.id}")
    happening = HAPPENINGS.get(row.trigger.get("event", ""))
    if happening is not None and happening.topic != "import.completed":
        told, key = {"automation_id": row.id}, f"automation {row.id}"
        events.watch(session, row.workspace_id, key, HAPPENED, told, kinds=[happening.topic])


def on_slot(session: Session, slot: Slot) -> None:
    """A moment of a schedule has come; the next one is queued with it."""
    row = repository.locked(session, slot.automation_id)
    if row is None or row.state != "on" or row.chain != slot.chain:
        return
    if now() - slot.at > _LATEST:
        repository.claim(session, due_row(row, f"slot:{slot.name}", status="skipped", note=_MISSED))
    else:
        note(session, row, Cause(key=f"slot:{slot.name}", context={"slot": slot.name}))
    queue_next(session, row, max(now(), slot.at))


def queue_next(session: Session, row: AutomationRow, after: datetime) -> None:
    """Queues the next moment of a schedule; an automation without one has none."""
    trigger = shown.trigger(row)
    if isinstance(trigger, OnEvent):
        return
    timezone = tenancy.get_workspace(session, row.workspace_id).timezone
    name, row.next_at = next_slot(trigger, timezone, after)
    payload = {"automation_id": row.id, "chain": row.chain, "slot": name}
    payload["at"] = row.next_at.isoformat()
    jobs.enqueue(session, row.workspace_id, SLOT, payload, run_after=row.next_at)


def keep_schedules(session: Session) -> None:
    """Queues the next moment of schedules whose chain was broken."""
    for row in repository.switched_on(session, "schedule", "metric"):
        chain = {"automation_id": row.id, "chain": row.chain}
        if not jobs.is_open(session, SLOT, chain):
            queue_next(session, row, now())


def trial(session: Session, row: AutomationRow, acting: Caller, ground: Ground) -> Run:
    """Begins a run that sends nothing, in a thread of its own: nothing said before steers it."""
    request = RunRequest(text=_text(row), source="automation", trial=True)
    if row.action["kind"] == "instruction":
        return runs.start(session, acting, request)
    return runs.start_with_plan(session, acting, request, _one_call(row), ground.toolbox)


def _text(row: AutomationRow) -> str:
    return str(row.action["text"] if row.action["kind"] == "instruction" else row.name)


def _one_call(row: AutomationRow) -> Plan:
    action = CallTool.model_validate(row.action)
    step = PlannedStep(
        id="s1", tool=action.tool, title=f"Run {action.tool}", arguments=action.arguments
    )
    return Plan(steps=(step,))


def find_due(session: Session, due_id: str) -> tuple[DueRow, AutomationRow] | None:
    """What still waits to be carried out, locked; what it belongs to."""
    due = repository.locked_due(session, due_id)
    if due is None or due.status != "due":
        return None
    row = repository.find(session, due.automation_id)
    return None if row is None else (due, row)


def settle(session: Session, due_id: str, ground: Ground, measured: Measured | None) -> None:
    """Begins the run of what is due, or notes why not: in one transaction, so once."""
    found = find_due(session, due_id)
    if found is None:
        return
    due, row = found
    if row.state != "on" or row.deleted_at is not None or row.version != due.version:
        _end(session, due, "skipped", "It was changed, paused or switched off meanwhile.")
    elif measured is not None and not measured.met:
        _end(session, due, "unmet", measured.text)
    elif measured is not None and _ran_today(session, row):
        _end(session, due, "unmet", f"{measured.text} It ran today already.")
    else:
        due.note = measured.text if measured else None
        _begin(session, due, row, ground)


def _ran_today(session: Session, row: AutomationRow) -> bool:
    """Whether it began a run on this day of the store, as it is now written."""
    place = zone(tenancy.get_workspace(session, row.workspace_id).timezone)
    midnight = datetime.combine(now().astimezone(place).date(), time.min, place)
    return repository.has_started(session, row, midnight)


def _begin(session: Session, due: DueRow, row: AutomationRow, ground: Ground) -> None:
    steps = tuple(PlanStep.model_validate(one) for one in row.plan or ())
    found = compliance.examine(session, row, steps, ground)
    due.compliance = row.compliance = found.model_dump(mode="json")
    acting = tenancy.member_caller(session, row.workspace_id, row.owner_id, row.key_id)
    if found.blocked or acting is None:
        _end(session, due, "blocked", next(one.text for one in found.checks if one.blocks))
    elif compliance.sends(steps, ground, acting) and (until := _quiet_until(session, row)):
        due.note = f"It waits until {compliance.QUIET_TO:%H:%M}: nobody is written to at night."
        jobs.enqueue(session, row.workspace_id, FIRE, {"due_id": due.id}, run_after=until)
    else:
        due.run_id = _run(session, due, row, steps, acting, ground).id
        _end(session, due, "started", due.note)


def _run(
    session: Session,
    due: DueRow,
    row: AutomationRow,
    steps: tuple[PlanStep, ...],
    acting: Caller,
    ground: Ground,
) -> Run:
    request = RunRequest(
        text=_text(row),
        thread_id=runs.thread_named(session, acting, row.id, "automation", row.name),
        context={name: value for name, value in due.context.items() if name != AFTER},
        source="automation",
        idempotency_key=f"automation {due.id}",
    )
    planned = (PlannedStep.model_validate(one.model_dump(include=_PLANNED)) for one in steps)
    return runs.start_with_plan(
        session, acting, request, Plan(steps=tuple(planned)), ground.toolbox
    )


_PLANNED = set(PlannedStep.model_fields)


def _quiet_until(session: Session, row: AutomationRow) -> datetime | None:
    """When the night ends in which nobody is written to; None by day."""
    place = zone(tenancy.get_workspace(session, row.workspace_id).timezone)
    there = now().astimezone(place)
    if not compliance.is_quiet(there.time()):
        return None
    day = there.date() + timedelta(days=there.time() >= compliance.QUIET_FROM)
    return datetime.combine(day, compliance.QUIET_TO, place)


def fail(session: Session, due_id: str, why: str) -> None:
    """What is due could not be begun, and will not be tried again."""
    due = repository.locked_due(session, due_id)
    if due is not None and due.status == "due":
        _end(session, due, "failed", why)


def _end(session: Session, due: DueRow, status: RunStatus, text: str | None) -> None:
    due.status, due.note = status, text
    _tell(session, due)


def _tell(session: Session, due: DueRow) -> None:
    session.flush()
    told = {"automation_id": due.automation_id, "status": due.status, "run_id": due.run_id}
    told["due_id"] = due.id
    events.emit(session, due.workspace_id, CHANGED, told)
