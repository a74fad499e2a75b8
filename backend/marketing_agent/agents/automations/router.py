"""REST of automations. Everybody reads them; marketers and up write, try and switch them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from marketing_agent.agents.automations import service
from marketing_agent.agents.automations.compliance import Ground
from marketing_agent.agents.automations.schemas import (
    Automation,
    AutomationCreate,
    AutomationRuns,
    Automations,
    AutomationUpdate,
    Compliance,
    Switch,
    Versions,
)
from marketing_agent.agents.runs.schemas import Run
from marketing_agent.tenancy.http import (
    AppSettings,
    CurrentCaller,
    Offset,
    SeenVersion,
    TenantSession,
    require,
)

router = APIRouter(tags=["automations"])
_editors = [Depends(require(*service.EDITORS))]
Limit = Annotated[int, Query(ge=1, le=100)]


def _ground(request: Request, settings: AppSettings) -> Ground:
    return Ground(request.app.state.toolbox, settings)


AppGround = Annotated[Ground, Depends(_ground)]


@router.get("/automations", operation_id="list_automations")
def list_automations(session: TenantSession) -> Automations:
    """Automations by name, with where each stands and its last run."""
    return service.listed(session)


@router.post(
    "/automations", operation_id="create_automation", status_code=201, dependencies=_editors
)
def create_automation(
    body: AutomationCreate, session: TenantSession, caller: CurrentCaller
) -> Automation:
    """Keeps an automation. It is off until it was tried and switched on."""
    return service.create(session, caller, body)


@router.get("/automations/{automation_id}", operation_id="get_automation")
def get_automation(automation_id: str, session: TenantSession, response: Response) -> Automation:
    """One automation; `ETag` is its version."""
    found = service.get(session, automation_id)
    response.headers["ETag"] = f'"{found.version}"'
    return found


@router.patch(
    "/automations/{automation_id}", operation_id="update_automation", dependencies=_editors
)
def update_automation(
    automation_id: str,
    body: AutomationUpdate,
    session: TenantSession,
    caller: CurrentCaller,
    seen: SeenVersion,
) -> Automation:
    """Changes what was sent. When it runs or what it does: it is off then, until tried again."""
    return service.update(session, caller, automation_id, body, seen)


@router.delete(
    "/automations/{automation_id}",
    operation_id="delete_automation",
    status_code=204,
    dependencies=_editors,
)
def delete_automation(automation_id: str, session: TenantSession, caller: CurrentCaller) -> None:
    """Ends and deletes it; it can be restored."""
    service.drop(session, caller, automation_id)


@router.post(
    "/automations/{automation_id}/restore",
    operation_id="restore_automation",
    dependencies=_editors,
)
def restore_automation(
    automation_id: str, session: TenantSession, caller: CurrentCaller
) -> Automation:
    """Brings a deleted one back, switched off."""
    return service.restore(session, caller, automation_id)


@router.get("/automations/{automation_id}/versions", operation_id="list_automation_versions")
def list_automation_versions(automation_id: str, session: TenantSession) -> Versions:
    """What it was before it was changed; sent as a change, it is so again."""
    return service.versions(session, automation_id)


@router.post(
    "/automations/{automation_id}/try",
    operation_id="try_automation",
    status_code=202,
    dependencies=_editors,
)
def try_automation(
    automation_id: str, session: TenantSession, caller: CurrentCaller, ground: AppGround
) -> Run:
    """Begins a trial: what it would send is shown, and not sent. The run is its A2A task."""
    return service.attempt(session, caller, automation_id, ground)


@router.get("/automations/{automation_id}/check", operation_id="check_automation")
def check_automation(automation_id: str, session: TenantSession, ground: AppGround) -> Compliance:
    """What is checked before it may run, as things are now."""
    return service.check(session, automation_id, ground)


@router.post(
    "/automations/{automation_id}/switch",
    operation_id="switch_automation",
    dependencies=_editors,
)
def switch_automation(
    automation_id: str,
    body: Switch,
    session: TenantSession,
    caller: CurrentCaller,
    ground: AppGround,
) -> Automation:
    """Switches it on after its trial, pauses it, or switches it off."""
    return service.switch(session, caller, automation_id, body.to, ground)


@router.get("/automations/{automation_id}/runs", operation_id="list_automation_runs")
def list_automation_runs(
    automation_id: str, session: TenantSession, limit: Limit = 50, offset: Offset = 0
) -> AutomationRuns:
    """Each time that it was due, and what became of it, the newest first."""
    return service.due(session, automation_id, limit, offset)
