"""REST of the log of push notifications."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from marketing_agent.protocols.a2a.push import history
from marketing_agent.protocols.a2a.push.schemas import Push, Pushes, PushStatus
from marketing_agent.tenancy.http import Offset, TenantSession, require

router = APIRouter(tags=["agent"])


@router.get(
    "/a2a/pushes",
    operation_id="list_pushes",
    dependencies=[Depends(require("owner", "admin"))],
)
def list_pushes(
    session: TenantSession,
    status: PushStatus | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Offset = 0,
) -> Pushes:
    """What was told to webhooks of A2A tasks, what waits for another try, and what was given up."""
    return history.listed(session, status, limit, offset)


@router.post(
    "/a2a/pushes/{push_id}/retry",
    operation_id="retry_push",
    status_code=202,
    dependencies=[Depends(require("owner", "admin"))],
)
def retry_push(push_id: str, session: TenantSession) -> Push:
    """Tells again what was given up."""
    return history.retry(session, push_id)
