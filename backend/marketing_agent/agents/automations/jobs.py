"""Jobs of automations: a slot that has come, what is due, and the chains of schedules."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.automations import firing, shown
from marketing_agent.agents.automations.compliance import Ground
from marketing_agent.agents.automations.measuring import Measured, measure
from marketing_agent.agents.automations.schemas import OnMetric
from marketing_agent.agents.runs.house import house_of
from marketing_agent.events import service as events
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.jobs.service import MAX_ATTEMPTS, handler
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import AppError
from marketing_agent.tenancy import service as tenancy

_UNEXPECTED = "It could not be begun: something went wrong on our side."
_DIED = "It was interrupted again and again and was given up."

events.subscribe("import.completed", firing.on_import)


def _slot_given_up(session: Session, _workspace_id: str, _payload: Mapping[str, Any]) -> None:
    firing.keep_schedules(session)


@handler(firing.SLOT, lane="live", given_up=_slot_given_up, quiet=True)
def slot(context: JobContext) -> None:
    """A moment of a schedule; a second time it finds the next one queued by the first."""
    given = context.payload
    at = datetime.fromisoformat(given["at"])
    due = firing.Slot(given["automation_id"], given["chain"], given["slot"], at)
    with context.database.transaction(context.workspace_id) as session:
        firing.on_slot(session, due)


@handler(firing.HAPPENED, lane="live", quiet=True)
def happened(context: JobContext) -> None:
    """An event that an automation waits for; of one that is not on, no more is told."""
    automation_id, event_id = context.payload["automation_id"], context.payload["event_id"]
    with context.database.transaction(context.workspace_id) as session:
        event = events.read_one(session, int(event_id))
        if event is not None and not firing.on_event(session, automation_id, event):
            events.unwatch(session, f"automation {automation_id}")


def _fire_given_up(session: Session, _workspace_id: str, payload: Mapping[str, Any]) -> None:
    firing.fail(session, str(payload["due_id"]), _DIED)


@handler(firing.FIRE, lane="live", given_up=_fire_given_up, quiet=True)
def fire(context: JobContext) -> None:
    """Begins the run of what is due; begun before, or ended, it does nothing."""
    due_id = str(context.payload["due_id"])
    try:
        _fire(context, due_id)
    except Exception as error:
        refused = isinstance(error, AppError) and not error.retryable
        if refused or context.attempt >= MAX_ATTEMPTS:
            why = error.message if isinstance(error, AppError) else _UNEXPECTED
            with context.database.transaction(context.workspace_id) as session:
                firing.fail(session, due_id, why)
        if not refused:
            raise


def _fire(context: JobContext, due_id: str) -> None:
    ground = Ground(house_of(context.database, context.settings).toolbox, context.settings)
    measured = _measured(context, due_id, ground)
    with context.database.transaction(context.workspace_id) as session:
        firing.settle(session, due_id, ground, measured)


def _measured(context: JobContext, due_id: str, ground: Ground) -> Measured | None:
    """The metric that it waits for, looked at outside of any transaction."""
    with context.database.transaction(context.workspace_id) as session:
        found = firing.find_due(session, due_id)
        trigger = shown.trigger(found[1]) if found else None
        owner_id = found[1].owner_id if found else ""
        acting = tenancy.member_caller(session, context.workspace_id, owner_id)
    if not isinstance(trigger, OnMetric) or acting is None:
        return None
    return measure(trigger, ground.toolbox, acting, due_id)


def keep_schedules(database: Database) -> None:
    """Has every switched-on schedule go on. For the start of a worker."""
    with database.system() as session:
        workspaces = tenancy.list_workspaces(session)
    for workspace in workspaces:
        with database.transaction(workspace.id) as session:
            firing.keep_schedules(session)
