"""REST of where alerts are told, for owners and admins: it is a way out of the house."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from marketing_agent.insights.delivery import service
from marketing_agent.insights.delivery.schemas import (
    AlertDeliveries,
    AlertSettings,
    AlertSettingsPut,
    ChannelTest,
    ChannelTested,
)
from marketing_agent.insights.delivery.trying import try_channel
from marketing_agent.metrics.router import Here
from marketing_agent.tenancy.http import (
    AppDatabase,
    AppSettings,
    CurrentCaller,
    Offset,
    TenantSession,
    own_address,
    require,
)

_MAY = [Depends(require("owner", "admin"))]
router = APIRouter(prefix="/alerts/settings", tags=["insights"], dependencies=_MAY)


@router.get("", operation_id="get_alert_settings")
def get_alert_settings(
    session: TenantSession, workspace: Here, settings: AppSettings
) -> AlertSettings:
    """Where alerts are told besides the app, when not, and in which digest."""
    return service.shown(session, workspace, settings)


@router.put("", operation_id="set_alert_settings")
def set_alert_settings(
    body: AlertSettingsPut,
    request: Request,
    session: TenantSession,
    caller: CurrentCaller,
    workspace: Here,
    settings: AppSettings,
) -> AlertSettings:
    """Sets all of it. Links in messages lead to the address that this was asked at."""
    address = own_address(request, settings)
    return service.put(session, caller, workspace, body, settings, address)


@router.post("/test", operation_id="test_alert_channel")
def test_alert_channel(
    body: ChannelTest, caller: CurrentCaller, database: AppDatabase, settings: AppSettings
) -> ChannelTested:
    """Sends a harmless test message, at once, and says what became of it."""
    return try_channel(database, settings, caller.workspace_id, body.channel)


@router.get("/deliveries", operation_id="list_alert_deliveries")
def list_alert_deliveries(
    session: TenantSession,
    workspace: Here,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Offset = 0,
) -> AlertDeliveries:
    """What was told where, what waits and what was given up, newest first."""
    return service.deliveries(session, workspace, limit, offset)
