"""REST of the settings of stock."""

from fastapi import APIRouter, Depends

from marketing_agent.insights.inventory import service
from marketing_agent.insights.inventory.schemas import InventorySettings
from marketing_agent.tenancy.http import CurrentCaller, TenantSession, require

router = APIRouter(prefix="/insights/settings/inventory", tags=["insights"])
_MAY = [Depends(require("owner", "admin", "marketer"))]


@router.get("", operation_id="get_inventory_settings")
def get_inventory_settings(session: TenantSession, caller: CurrentCaller) -> InventorySettings:
    """Lead time, its deviation, service level and what counts as too much stock."""
    return service.settings(session, caller.workspace_id)


@router.put("", operation_id="set_inventory_settings", dependencies=_MAY)
def set_inventory_settings(
    body: InventorySettings, session: TenantSession, caller: CurrentCaller
) -> InventorySettings:
    """Sets them all; the page of stock uses them from the next look on."""
    return service.set_settings(session, caller.workspace_id, body)
