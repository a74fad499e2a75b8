"""REST of agents of others."""

from fastapi import APIRouter, Depends

from marketing_agent.agents.remotes import service
from marketing_agent.agents.remotes.schemas import (
    CardApproval,
    RemoteAgent,
    RemoteAgentAdd,
    RemoteAgents,
)
from marketing_agent.agents.remotes.service import Abroad
from marketing_agent.tenancy.http import (
    AppDatabase,
    AppSettings,
    CurrentCaller,
    TenantSession,
    require,
)

router = APIRouter(prefix="/agents/remote", tags=["agent"])
_owners = [Depends(require("owner"))]


@router.get("", operation_id="list_remote_agents")
def list_remote_agents(session: TenantSession) -> RemoteAgents:
    """Agents of others that may be asked, and those whose card has changed."""
    return service.listed(session)


@router.post("", operation_id="add_remote_agent", status_code=201, dependencies=_owners)
def add_remote_agent(
    body: RemoteAgentAdd, database: AppDatabase, settings: AppSettings, caller: CurrentCaller
) -> RemoteAgent:
    """Reads the card at an address and pins the agent to it."""
    return Abroad.of(database, settings).add(caller, body)


@router.post("/{agent_id}/check", operation_id="check_remote_agent", dependencies=_owners)
def check_remote_agent(
    agent_id: str, database: AppDatabase, settings: AppSettings, caller: CurrentCaller
) -> RemoteAgent:
    """Reads the card anew; another one than the approved suspends the agent."""
    return Abroad.of(database, settings).check(caller, agent_id)


@router.post("/{agent_id}/approve", operation_id="approve_remote_agent", dependencies=_owners)
def approve_remote_agent(agent_id: str, body: CardApproval, session: TenantSession) -> RemoteAgent:
    """Takes the changed card, by the hash of the one that was looked at."""
    return service.approve(session, agent_id, body.card_hash)


@router.delete(
    "/{agent_id}", operation_id="remove_remote_agent", status_code=204, dependencies=_owners
)
def remove_remote_agent(agent_id: str, session: TenantSession) -> None:
    """Takes an agent out, with its key."""
    service.remove(session, agent_id)
