"""REST of the costs that a store's files do not tell."""

from fastapi import APIRouter, Depends

from marketing_agent.insights.profit import service
from marketing_agent.insights.profit.schemas import CostSettings, CostSettingsWrite
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.http import CurrentCaller, TenantSession, require

router = APIRouter(prefix="/insights/settings/costs", tags=["insights"])
_MAY = [Depends(require("owner", "admin", "marketer"))]


@router.get("", operation_id="get_cost_settings")
def get_cost_settings(session: TenantSession, caller: CurrentCaller) -> CostSettings:
    """Costs of goods, shipping, handling, fees, taxes and other spend, each with its days."""
    workspace = tenancy.get_workspace(session, caller.workspace_id)
    return service.settings(session, workspace)


@router.put("", operation_id="set_cost_settings", dependencies=_MAY)
def set_cost_settings(
    body: CostSettingsWrite, session: TenantSession, caller: CurrentCaller
) -> CostSettings:
    """Sets them all; the page of profit counts with them from the next look on."""
    workspace = tenancy.get_workspace(session, caller.workspace_id)
    return service.set_settings(session, workspace, body)
