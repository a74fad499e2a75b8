"""The channels of a workspace, of either kind, and which alerts each of them wants."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from sqlmodel import Session

from marketing_agent.insights.delivery import repository
from marketing_agent.insights.delivery.schemas import (
    EMAIL,
    Digest,
    EmailChannel,
    QuietHours,
    Wanted,
)
from marketing_agent.insights.delivery.tables import AlertChatRow
from marketing_agent.kernel.time import zone
from marketing_agent.tenancy.schemas import Workspace

_GRAVITY = {"critical": 2, "warning": 1, "notice": 0}


class Told(Protocol):
    """Of an alert, what says whether a channel wants it."""

    kind: str
    severity: str


class Channel(NamedTuple):
    """Mail where `chat` is None. `label` is its name in the log."""

    id: str
    label: str
    wanted: Wanted
    recipients: tuple[str, ...] = ()
    chat: AlertChatRow | None = None

    def wants(self, alert: Told) -> bool:
        """Whether it is grave enough, and of a kind that is wanted."""
        kinds = self.wanted.kinds
        grave = _GRAVITY[alert.severity] >= _GRAVITY[self.wanted.severity]
        return grave and (kinds is None or alert.kind in kinds)


class Plan(NamedTuple):
    """How a workspace wants to be told."""

    channels: tuple[Channel, ...]
    quiet: QuietHours | None
    digest: Digest
    zone: ZoneInfo
    address: str

    def open(self, *, digest: bool) -> Iterable[Channel]:
        """The channels that are on and are told in digests, or at once."""
        not_when = "at_once" if digest else "digest"
        return (one for one in self.channels if one.wanted.on and one.wanted.when != not_when)

    def find(self, channel_id: str) -> Channel | None:
        """The channel of that id, on or off."""
        return next((one for one in self.channels if one.id == channel_id), None)


def plan_of(session: Session, workspace: Workspace) -> Plan | None:
    """None while nobody has said where alerts are told."""
    row = repository.settings(session, workspace.id)
    if row is None:
        return None
    email = EmailChannel.model_validate(row.email)
    chats = (
        Channel(chat.id, chat.name, Wanted.model_validate(chat.wanted), chat=chat)
        for chat in repository.chats(session, workspace.id)
    )
    quiet = QuietHours.model_validate(row.quiet) if row.quiet else None
    return Plan(
        (Channel(EMAIL, "E-mail", email, email.recipients), *chats),
        quiet,
        Digest.model_validate(row.digest),
        zone(workspace.timezone),
        row.address,
    )
