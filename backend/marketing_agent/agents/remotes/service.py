"""Agents of others: added by an owner, each pinned to the card that was approved."""

from dataclasses import dataclass
from typing import Any, Self

from sqlmodel import Session

from marketing_agent.agents.remotes import repository, wire
from marketing_agent.agents.remotes.errors import AgentSuspended, BadCard, UnknownAgent
from marketing_agent.agents.remotes.schemas import RemoteAgent, RemoteAgentAdd, RemoteAgents, Reply
from marketing_agent.agents.remotes.tables import RemoteAgentRow
from marketing_agent.events import service as events
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import Conflict
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.outgoing import Outgoing
from marketing_agent.kernel.sealing import Sealer
from marketing_agent.kernel.time import now
from marketing_agent.tenancy.schemas import Caller

CHANGED = "agent.changed"
_MOST = 20
_CHANGED = "The card of {name} has changed: an owner has to look at it first."


@dataclass(frozen=True)
class Abroad:
    """The way to agents of others. Each act has its own transactions, none open during a call."""

    database: Database
    outgoing: Outgoing
    sealer: Sealer

    @classmethod
    def of(cls, database: Database, settings: Settings) -> Self:
        return cls(database, Outgoing.of(settings), Sealer(settings.hash_key))

    def add(self, caller: Caller, given: RemoteAgentAdd) -> RemoteAgent:
        """Adds an agent by its card; raises BadCard, AddressRefused, Unreachable, Conflict."""
        url = wire.card_address(given.url)
        card = wire.fetch_card(self.outgoing, url)
        with self.database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
            if repository.of_url(session, url) is not None:
                raise Conflict("This agent has been added already.")
            if len(repository.all_of(session)) >= _MOST:
                raise BadCard(f"A workspace has at most {_MOST} agents of others.")
            row = RemoteAgentRow(
                id=new_id(),
                workspace_id=caller.workspace_id,
                card_url=url,
                card=card,
                card_hash=wire.hash_of(card),
                added_by=caller.user_id,
            )
            row.secret = self.sealer.seal(given.key, row.id) if given.key else None
            repository.add(session, row)
            return _shown(row)

    def check(self, caller: Caller, agent_id: str) -> RemoteAgent:
        """Reads its card anew; one that differs from the approved one suspends it."""
        with self.database.transaction(caller.workspace_id) as session:
            url = _row(session, agent_id).card_url
        card = wire.fetch_card(self.outgoing, url)
        with self.database.transaction(caller.workspace_id) as session:
            row = _row(session, agent_id)
            row.checked_at = now()
            # Once changed it stays suspended, though it changes back: a person looks first.
            if wire.hash_of(card) != row.card_hash and row.found_card != card:
                row.found_card = card
                told = {"agent_id": row.id, "card_hash": wire.hash_of(card)}
                events.emit(session, row.workspace_id, CHANGED, told)
            return _shown(row)

    def ask(
        self, caller: Caller, agent_id: str, message_id: str, text: str, depth: int = 1
    ) -> Reply:
        """Asks an agent whose card is the approved one; raises AgentSuspended, AgentFailed.

        `depth` says how often the request was handed on, this time included.
        """
        found = self.check(caller, agent_id)
        if found.status == "suspended":
            raise AgentSuspended(_CHANGED.format(name=found.name))
        with self.database.transaction(caller.workspace_id) as session:
            row = _row(session, agent_id)
            key = self.sealer.open(row.secret, row.id) if row.secret else None
        return wire.ask(self.outgoing, found.card, key, wire.message(message_id, text, depth))


def listed(session: Session) -> RemoteAgents:
    """All of the workspace's, in the order they were added."""
    return RemoteAgents(items=tuple(_shown(row) for row in repository.all_of(session)))


def get(session: Session, agent_id: str) -> RemoteAgent:
    """One of them; raises UnknownAgent."""
    return _shown(_row(session, agent_id))


def ready(session: Session, agent_id: str) -> RemoteAgent:
    """One that may be asked; raises UnknownAgent, AgentSuspended."""
    found = get(session, agent_id)
    if found.status == "suspended":
        raise AgentSuspended(_CHANGED.format(name=found.name))
    return found


def approve(session: Session, agent_id: str, card_hash: str) -> RemoteAgent:
    """Takes the changed card that was looked at; raises Conflict where it is another by now."""
    row = _row(session, agent_id)
    if row.found_card is None or wire.hash_of(row.found_card) != card_hash:
        raise Conflict("This is not the card that waits. Look at it again.")
    row.card, row.card_hash, row.found_card = row.found_card, card_hash, None
    return _shown(row)


def remove(session: Session, agent_id: str) -> None:
    """Nobody can ask it any more; raises UnknownAgent."""
    repository.remove(session, _row(session, agent_id))


def _row(session: Session, agent_id: str) -> RemoteAgentRow:
    row = repository.one(session, agent_id)
    if row is None:
        raise UnknownAgent("There is no such agent.")
    return row


def _shown(row: RemoteAgentRow) -> RemoteAgent:
    found: dict[str, Any] | None = row.found_card
    return RemoteAgent(
        id=row.id,
        name=str(row.card["name"])[:200],
        description=str(row.card.get("description", ""))[:2000],
        status="suspended" if found else "active",
        card_url=row.card_url,
        endpoint=wire.endpoint_of(row.card),
        card=row.card,
        card_hash=row.card_hash,
        found_card=found,
        found_hash=wire.hash_of(found) if found else None,
        has_key=row.secret is not None,
        created_at=row.created_at,
        checked_at=row.checked_at,
    )
