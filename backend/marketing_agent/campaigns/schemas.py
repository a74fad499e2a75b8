"""What crosses the boundary of messages."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

TEAM = "team"
_MOST = 200


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


def _storable(text: str) -> str:
    """Without what PostgreSQL cannot keep: NUL and lone halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _one_line(text: str) -> str:
    return " ".join(_storable(text).split())


Subject = Annotated[
    str,
    AfterValidator(_one_line),
    StringConstraints(min_length=1, max_length=200),
    Field(description="One line"),
]
Body = Annotated[
    str, AfterValidator(_storable), Field(min_length=1, max_length=20_000, description="Plain text")
]
Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=254)]


class MessageDraft(BaseModel):
    """A message to members: `to` is `team` for all of them, or e-mail addresses of some."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: Subject
    body: Body
    to: Annotated[
        Address | Annotated[tuple[Address, ...], Field(min_length=1, max_length=_MOST)],
        Field(description="“team” for all members, or e-mail addresses of members"),
    ] = TEAM


class Recipient(Frozen):
    user_id: str
    email: str
    name: str


class Message(Frozen):
    """A message, which never changes once drafted; `digest` is the hash of all that would leave.

    `gateway` is how it left: `preview` kept it in the preview inbox, `smtp` handed it to a server.
    """

    id: str
    subject: str
    body_text: str
    body_html: str
    recipients: tuple[Recipient, ...]
    status: Literal["draft", "sent"]
    digest: str
    created_from: str | None
    created_by: str | None
    created_at: datetime
    sent_at: datetime | None
    gateway: str | None
    refused: tuple[str, ...]


class Messages(Frozen):
    """A page; `next_cursor` gives the next one, null where it ends."""

    items: tuple[Message, ...]
    next_cursor: str | None
