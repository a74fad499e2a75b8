"""REST of connected apps: the person's yes or no, what is connected, and its end."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from marketing_agent.kernel.outgoing import Outgoing
from marketing_agent.tenancy.apps import service
from marketing_agent.tenancy.apps.schemas import (
    AppAnswer,
    AppAsks,
    AppDecision,
    AppRequest,
    ConnectedApps,
)
from marketing_agent.tenancy.http import (
    AppSettings,
    CurrentCaller,
    SignedInUser,
    SystemSession,
    TenantSession,
    own_address,
)

router = APIRouter(tags=["workspace"])


@router.get("/connect", operation_id="get_app_request")
def get_app_request(
    asked: Annotated[AppRequest, Query()],
    person: SignedInUser,
    request: Request,
    settings: AppSettings,
    session: SystemSession,
) -> AppAsks:
    """Which app asks the signed-in person for what. Nothing is given by looking."""
    base = own_address(request, settings)
    return service.look(session, person, asked, base, Outgoing.of(settings))


@router.post("/connect", operation_id="decide_app_request")
def decide_app_request(
    body: AppDecision,
    person: SignedInUser,
    request: Request,
    settings: AppSettings,
    session: SystemSession,
) -> AppAnswer:
    """The person's yes or no; the answer says where the browser goes on to."""
    base = own_address(request, settings)
    return service.decide(session, person, body, base, Outgoing.of(settings))


@router.get("/connected-apps", operation_id="list_connected_apps")
def list_connected_apps(caller: CurrentCaller, session: TenantSession) -> ConnectedApps:
    """Apps that act for the caller; for admins, those of everybody in the workspace."""
    return service.listed(session, caller)


@router.delete("/connected-apps/{app_id}", operation_id="disconnect_app", status_code=204)
def disconnect_app(app_id: str, caller: CurrentCaller, session: TenantSession) -> None:
    """Ends an app's access at once."""
    service.disconnect(session, caller, app_id)
