"""What crosses the boundary of approvals."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from marketing_agent.tenancy.schemas import CallerKind, Role

Status = Literal["open", "approved", "rejected", "expired", "used"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Preview(Frozen):
    """The exact effect, in words and byte for byte; `content` is the hash of what would leave."""

    effect: str
    subject: str | None = None
    body: str | None = None
    recipients: tuple[str, ...] = ()
    content: str


class Asker(Frozen):
    """Who asked for it: a person, or an API key or a connected app with its role."""

    user_id: str | None
    role: Role
    kind: CallerKind
    key_id: str | None = None


class Approval(Frozen):
    """A call that waits for a person, and what became of it.

    `digest` binds tool, arguments and content: who decides sends back the one they were shown.
    `problem` says why an approved act could not be done.
    """

    id: str
    tool: str
    arguments: dict[str, Any]
    digest: str
    preview: Preview
    requested_by: Asker
    run_id: str | None
    status: Status
    decided_by: str | None
    decided_at: datetime | None
    note: str | None
    problem: str | None
    created_at: datetime
    expires_at: datetime


class Approvals(Frozen):
    """A page; `next_cursor` gives the next one, null where it ends."""

    items: tuple[Approval, ...]
    next_cursor: str | None


class Decision(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    approved: bool
    digest: Annotated[str, Field(min_length=64, max_length=64)]
    note: Annotated[str, Field(max_length=2000)] | None = None
