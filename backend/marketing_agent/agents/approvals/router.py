"""REST of approvals: what waits, one of them, and the decision."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from marketing_agent.agents.approvals import service
from marketing_agent.agents.approvals.schemas import Approval, Approvals, Decision, Status
from marketing_agent.tenancy.http import CurrentCaller, Paged, TenantSession, require

router = APIRouter(tags=["approvals"])


@router.get("/approvals", operation_id="list_approvals")
def list_approvals(
    session: TenantSession,
    paged: Paged,
    status: Annotated[tuple[Status, ...], Query(max_length=5)] = (),
) -> Approvals:
    """Calls that wait for a person, and what became of earlier ones, the newest first.

    `status` may be named more than once; without it, all of them are listed.
    """
    return service.listed(session, paged, status)


@router.get("/approvals/{approval_id}", operation_id="get_approval")
def get_approval(approval_id: str, session: TenantSession) -> Approval:
    """One approval with the exact effect."""
    return service.get(session, approval_id)


@router.post(
    "/approvals/{approval_id}/decide",
    operation_id="decide_approval",
    dependencies=[Depends(require(*service.DECIDERS))],
)
def decide_approval(
    approval_id: str, body: Decision, session: TenantSession, caller: CurrentCaller
) -> Approval:
    """Approves or rejects exactly what the digest names. The first decision counts."""
    return service.decide(session, caller, approval_id, body)
