"""Automations: written, changed, tried, switched on and off. Who may is decided here."""

from typing import Any

from sqlmodel import Session

from marketing_agent.agents.automations import (
    compliance,
    firing,
    repository,
    shown,
    switching,
)
from marketing_agent.agents.automations.compliance import Ground
from marketing_agent.agents.automations.errors import (
    ChangedMeanwhile,
    NeedsOwner,
    NotTried,
    TooManyAutomations,
    UnknownAutomation,
    UnknownTrigger,
)
from marketing_agent.agents.automations.schedule import check_schedule
from marketing_agent.agents.automations.schemas import (
    Automation,
    AutomationCreate,
    AutomationRuns,
    Automations,
    AutomationUpdate,
    Compliance,
    OnMetric,
    OnSchedule,
    State,
    Trigger,
    Versions,
)
from marketing_agent.agents.automations.tables import AutomationRow, VersionRow
from marketing_agent.agents.runs.schemas import Run
from marketing_agent.events import service as events
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller, Role

TOPIC = "automation.changed"
EDITORS: tuple[Role, ...] = ("owner", "admin", "marketer")
MOST = 100
_CONTENT = ("name", "trigger", "action", "owner_id")


def listed(session: Session) -> Automations:
    """The workspace's automations by name."""
    return Automations(items=shown.automations(session, repository.listed(session)))


def get(session: Session, automation_id: str) -> Automation:
    """One automation; raises UnknownAutomation."""
    return _shown(session, _known(session, automation_id))


def create(session: Session, caller: Caller, new: AutomationCreate) -> Automation:
    """Keeps an automation that is off. Raises RoleNeeded, NeverFires, NeedsOwner and others."""
    tenancy.require_role(caller, *EDITORS)
    if repository.count(session) >= MOST:
        raise TooManyAutomations(f"A store has at most {MOST} automations. Delete one first.")
    _check_trigger(new.trigger)
    row = AutomationRow(
        id=new_id(),
        workspace_id=caller.workspace_id,
        owner_id=_owner(session, caller, new.owner_id),
        created_by=caller.user_id,
        key_id=caller.key_id,
        **new.model_dump(mode="json", exclude={"owner_id"}),
    )
    repository.add(session, row)
    _keep_version(session, caller, row)
    return _changed(session, row)


def update(
    session: Session,
    caller: Caller,
    automation_id: str,
    changes: AutomationUpdate,
    seen: int | None = None,
) -> Automation:
    """Changes what was sent. What it does or when: it is off then, and has to be tried again.

    `seen` is the version that the caller looked at; raises ChangedMeanwhile for an older one.
    """
    row = _mine(session, caller, automation_id)
    if seen is not None and seen != row.version:
        raise ChangedMeanwhile("Somebody changed this automation first. Look at it again.")
    if changes.trigger is not None:
        _check_trigger(changes.trigger)
    fields: dict[str, Any] = changes.model_dump(mode="json", exclude_none=True)
    if changes.owner_id is not None:
        fields["owner_id"] = _owner(session, caller, changes.owner_id)
    altered = {name for name, value in fields.items() if getattr(row, name) != value}
    if altered:
        for name in altered:
            setattr(row, name, fields[name])
        row.version, row.updated_at, row.key_id = row.version + 1, now(), caller.key_id
        if altered - {"name"}:
            switching.begin_anew(row)
        _keep_version(session, caller, row)
    return _changed(session, row)


def versions(session: Session, automation_id: str) -> Versions:
    """What it was before, the newest first."""
    _known(session, automation_id)
    found = repository.versions(session, automation_id)
    return Versions(items=tuple(map(shown.version, found)))


def drop(session: Session, caller: Caller, automation_id: str) -> None:
    """Deletes an automation, which ends it; it can be brought back, switched off."""
    row = _mine(session, caller, automation_id)
    switching.switch_off(row, "off")
    row.deleted_at = now()
    _changed(session, row)


def restore(session: Session, caller: Caller, automation_id: str) -> Automation:
    """Brings a deleted automation back; it is off."""
    tenancy.require_role(caller, *EDITORS)
    row = repository.locked(session, automation_id)
    if row is None:
        raise UnknownAutomation("There is no such automation.")
    row.deleted_at = None
    return _changed(session, row)


def attempt(session: Session, caller: Caller, automation_id: str, ground: Ground) -> Run:
    """Begins a trial: it reads and drafts, shows what it would send, and sends nothing."""
    row = _mine(session, caller, automation_id)
    run = firing.trial(session, row, _acting(session, row), ground)
    due = firing.due_row(row, f"trial:{run.id}", status="trial", run_id=run.id)
    repository.claim(session, due)
    row.trial_id = run.id
    _changed(session, row)
    return run


def check(session: Session, automation_id: str, ground: Ground) -> Compliance:
    """What would be checked now; before a trial has ended there are no steps to look at."""
    row = _known(session, automation_id)
    steps = switching.steps_of(row) if row.plan is not None else switching.tried_steps(session, row)
    return compliance.examine(session, row, steps, ground)


def switch(
    session: Session, caller: Caller, automation_id: str, to: State, ground: Ground
) -> Automation:
    """Switches it on, off, or pauses it. Raises NotTried, and Blocked where a check forbids it."""
    row = _mine(session, caller, automation_id)
    if to == row.state:
        return _shown(session, row)
    if to == "on":
        switching.switch_on(session, row, ground)
    elif to == "paused" and row.state == "off":
        raise NotTried("It is off: there is nothing to pause.")
    else:
        switching.switch_off(row, to)
    return _changed(session, row)


def due(session: Session, automation_id: str, limit: int, offset: int) -> AutomationRuns:
    """A page of the times that it was due, the newest first."""
    _known(session, automation_id)
    rows, total = repository.due(session, automation_id, limit, offset)
    return AutomationRuns(items=shown.due(session, rows), total=total)


def _keep_version(session: Session, caller: Caller, row: AutomationRow) -> None:
    kept = VersionRow(
        automation_id=row.id,
        version=row.version,
        workspace_id=row.workspace_id,
        content={name: getattr(row, name) for name in _CONTENT},
        changed_by=caller.user_id,
    )
    repository.add(session, kept)


def _check_trigger(trigger: Trigger) -> None:
    if isinstance(trigger, OnMetric) and trigger.metric not in load_query_model().metrics:
        raise UnknownTrigger(f"There is no metric {trigger.metric!r}. See the list of metrics.")
    if isinstance(trigger, OnMetric | OnSchedule):
        check_schedule(trigger)


def _owner(session: Session, caller: Caller, owner_id: str | None) -> str:
    """A member whose rights are no more than the caller's: nobody lends what they lack."""
    wanted = owner_id or caller.user_id or _behind(session, caller)
    acting = tenancy.member_caller(session, caller.workspace_id, wanted)
    if acting is None:
        raise NeedsOwner("The owner has to be a member of this store.")
    tenancy.require_rank(caller, acting.role)
    return wanted


def _behind(session: Session, caller: Caller) -> str:
    """The member whom a key stands for, where they have no more rights than the key."""
    found = tenancy.member_behind(session, caller)
    acting = tenancy.member_caller(session, caller.workspace_id, found) if found else None
    if found is None or acting is None or not tenancy.has_rank(caller, acting.role):
        raise NeedsOwner("A key is no member: name the member that it acts as (owner_id).")
    return found


def _acting(session: Session, row: AutomationRow) -> Caller:
    acting = tenancy.member_caller(session, row.workspace_id, row.owner_id)
    if acting is None:
        raise NeedsOwner("Its owner is no member any more: choose another.")
    return acting


def _mine(session: Session, caller: Caller, automation_id: str) -> AutomationRow:
    """The automation, locked, for somebody with at least its owner's rights."""
    tenancy.require_role(caller, *EDITORS)
    row = repository.locked(session, automation_id)
    if row is None or row.deleted_at is not None:
        raise UnknownAutomation("There is no such automation.")
    acting = tenancy.member_caller(session, row.workspace_id, row.owner_id)
    if acting is not None:
        tenancy.require_rank(caller, acting.role)
    return row


def _known(session: Session, automation_id: str) -> AutomationRow:
    row = repository.find(session, automation_id)
    if row is None or row.deleted_at is not None:
        raise UnknownAutomation("There is no such automation.")
    return row


def _changed(session: Session, row: AutomationRow) -> Automation:
    session.flush()
    events.emit(session, row.workspace_id, TOPIC, {"automation_id": row.id, "state": row.state})
    return _shown(session, row)


def _shown(session: Session, row: AutomationRow) -> Automation:
    return shown.automations(session, [row])[0]


__all__ = [
    "EDITORS",
    "Ground",
    "attempt",
    "check",
    "create",
    "drop",
    "due",
    "get",
    "listed",
    "restore",
    "switch",
    "update",
    "versions",
]
