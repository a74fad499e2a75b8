"""REST of alerts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from marketing_agent.insights.alerts import one, service
from marketing_agent.insights.alerts.one_schemas import AlertDetail
from marketing_agent.insights.alerts.schemas import (
    Alert,
    AlertAck,
    AlertResolve,
    Alerts,
    AlertSearch,
    AlertSnooze,
)
from marketing_agent.metrics.router import Here
from marketing_agent.tenancy.http import CurrentCaller, TenantSession, require

router = APIRouter(prefix="/alerts", tags=["insights"])
_MAY = [Depends(require("owner", "admin", "marketer", "approver"))]


@router.get("", operation_id="list_alerts")
def list_alerts(
    session: TenantSession, workspace: Here, wanted: Annotated[AlertSearch, Query()]
) -> Alerts:
    """What somebody should look at, the gravest first."""
    return service.listed(session, workspace, wanted)


@router.get("/{alert_id}", operation_id="get_alert")
def get_alert(alert_id: str, session: TenantSession, workspace: Here) -> AlertDetail:
    """One alert: where its numbers came from, what became of it, where it was told."""
    return one.detail(session, workspace, alert_id)


@router.post("/{alert_id}/ack", operation_id="acknowledge_alert", dependencies=_MAY)
def acknowledge_alert(
    alert_id: str, body: AlertAck, session: TenantSession, caller: CurrentCaller, workspace: Here
) -> Alert:
    """Somebody looks after it: the member named, else whoever says so."""
    return service.acknowledge(session, workspace, caller, alert_id, body)


@router.post("/{alert_id}/snooze", operation_id="snooze_alert", dependencies=_MAY)
def snooze_alert(
    alert_id: str, body: AlertSnooze, session: TenantSession, caller: CurrentCaller, workspace: Here
) -> Alert:
    """Out of sight for some days; then it is open again."""
    return service.snooze(session, workspace, caller, alert_id, body)


@router.post("/{alert_id}/resolve", operation_id="resolve_alert", dependencies=_MAY)
def resolve_alert(
    alert_id: str,
    body: AlertResolve,
    session: TenantSession,
    caller: CurrentCaller,
    workspace: Here,
) -> Alert:
    """Done with. It is not raised again until the data shows that it had ended."""
    return service.resolve(session, workspace, caller, alert_id, body)


@router.post("/{alert_id}/reopen", operation_id="reopen_alert", dependencies=_MAY)
def reopen_alert(
    alert_id: str, session: TenantSession, caller: CurrentCaller, workspace: Here
) -> Alert:
    """Takes back an acknowledgement, a snooze or a resolution."""
    return service.reopen(session, workspace, caller, alert_id)
