"""What crosses the boundary of agents of others."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class RemoteAgentAdd(Frozen):
    """The address of its card, or of the host that has it; `key` is sent as `Bearer` with it."""

    url: Annotated[str, Field(min_length=1, max_length=2048)]
    key: Annotated[str, Field(max_length=2048, pattern=r"^[\x21-\x7e]*$")] | None = None


class CardApproval(Frozen):
    """The hash of the card that was looked at."""

    card_hash: Annotated[str, Field(min_length=64, max_length=64)]


class RemoteAgent(Frozen):
    """An agent of others. Suspended: its card has changed, and `found_hash` waits for an owner."""

    id: str
    name: str
    description: str
    status: Literal["active", "suspended"]
    card_url: str
    endpoint: str
    card: dict[str, Any]
    card_hash: str
    found_card: dict[str, Any] | None
    found_hash: str | None
    has_key: bool
    created_at: datetime
    checked_at: datetime


class RemoteAgents(Frozen):
    items: tuple[RemoteAgent, ...]


class Reply(Frozen):
    """What another agent answered: text of somebody else's, whatever it says."""

    agent: str
    state: str
    text: str
