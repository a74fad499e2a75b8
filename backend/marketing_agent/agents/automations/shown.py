"""Rows as they are shown."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session

from marketing_agent.agents.automations import repository
from marketing_agent.agents.automations.schemas import (
    Automation,
    AutomationRun,
    OnEvent,
    OnMetric,
    OnSchedule,
    Owner,
    Trigger,
    Version,
)
from marketing_agent.agents.automations.tables import AutomationRow, DueRow, VersionRow
from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.schemas import Run
from marketing_agent.tenancy import service as tenancy


def automations(session: Session, rows: Sequence[AutomationRow]) -> tuple[Automation, ...]:
    """Automations with their owners, trials and last runs."""
    last = {due.automation_id: due for due in repository.last_due(session, [r.id for r in rows])}
    wanted = {due.run_id for due in last.values()} | {row.trial_id for row in rows}
    found = runs.runs_by_id(session, [one for one in wanted if one])
    names = tenancy.names_of(session, {row.owner_id for row in rows})
    return tuple(
        Automation.model_validate(
            row.model_dump(include=set(Automation.model_fields))
            | {"owner": _owner(session, row, names), "last_run": _last(last.get(row.id), found)}
            | {"trial_status": found[row.trial_id].status if row.trial_id in found else None}
        )
        for row in rows
    )


def _owner(session: Session, row: AutomationRow, names: dict[str, str]) -> Owner:
    left = tenancy.member_caller(session, row.workspace_id, row.owner_id) is None
    return Owner(user_id=row.owner_id, name=names.get(row.owner_id, "Somebody"), left=left)


def _last(due: DueRow | None, found: dict[str, Run]) -> AutomationRun | None:
    return None if due is None else _run(due, found)


def due(session: Session, rows: Sequence[DueRow]) -> tuple[AutomationRun, ...]:
    """Times that it was due, each with the agent's run."""
    found = runs.runs_by_id(session, [row.run_id for row in rows if row.run_id])
    return tuple(_run(row, found) for row in rows)


def _run(row: DueRow, found: dict[str, Run]) -> AutomationRun:
    fields = row.model_dump(include=set(AutomationRun.model_fields))
    return AutomationRun.model_validate(fields | {"run": found.get(row.run_id or "")})


def version(row: VersionRow) -> Version:
    """What it was in a version."""
    about: dict[str, Any] = row.model_dump(include={"version", "changed_by", "created_at"})
    return Version.model_validate(row.content | about)


def trigger(row: AutomationRow) -> OnEvent | OnSchedule | OnMetric:
    """What begins it."""
    return _TRIGGERS.validate_python(row.trigger)


_TRIGGERS: TypeAdapter[OnEvent | OnSchedule | OnMetric] = TypeAdapter(Trigger)
