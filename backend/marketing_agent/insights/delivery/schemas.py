"""What crosses the boundary of alert delivery."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from marketing_agent.insights.alerts.schemas import AlertKind, Severity

EMAIL = "email"
"""The id of the one channel that is there from the start."""
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
When = Literal["at_once", "digest", "both"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MessageStatus = Literal["waiting", "sending", "delivered", "dead", "dropped"]
_MOST_RECIPIENTS = 50
_MOST_CHATS = 10


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Wanted(BaseModel):
    """What a channel is told: alerts of that severity or graver, of these kinds (null: of all).

    `when`: as alerts are raised, in the digest, or both.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: bool = True
    severity: Severity = "notice"
    kinds: Annotated[tuple[AlertKind, ...] | None, Field(min_length=1, max_length=20)] = None
    when: When = "both"


class EmailChannel(Wanted):
    """Mail to members, by their ids. Who has not signed in yet is not written to."""

    on: bool = False
    recipients: Annotated[
        tuple[Annotated[str, Field(max_length=60)], ...], Field(max_length=_MOST_RECIPIENTS)
    ] = ()


class ChatWanted(Wanted):
    """An incoming webhook as Slack has them. With an `id` it is one that is there.

    `url` is needed for a new one; for one that is there it replaces the address.
    """

    id: Annotated[str | None, Field(max_length=60)] = None
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    url: Annotated[str | None, Field(min_length=1, max_length=2000)] = None


class ChatChannel(Wanted):
    """The address is a secret: of it only the host and the last four characters are told."""

    id: str
    name: str
    host: str
    last4: str


class QuietHours(BaseModel):
    """From `start` to `end` nothing is sent, by the store's clock; they may pass midnight.

    What was held is one message when they end. `critical_breaks`: critical alerts do not wait.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: Clock
    end: Clock
    critical_breaks: bool = True


class Digest(BaseModel):
    """What was raised since the last one, sent at that hour by the store's clock.

    `weekday` counts for a weekly one. Where nothing was raised, none is sent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Literal["off", "daily", "weekly"] = "off"
    hour: Annotated[int, Field(ge=0, le=23)] = 8
    weekday: Weekday = "monday"


class AlertSettingsPut(BaseModel):
    """Where alerts are told, all of it: a chat that is left out is removed with its address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: EmailChannel = EmailChannel()
    chats: Annotated[tuple[ChatWanted, ...], Field(max_length=_MOST_CHATS)] = ()
    quiet: QuietHours | None = None
    digest: Digest = Digest()


class AlertSettings(Frozen):
    """Where alerts are told. `mail` says how mail leaves: `preview` keeps it in the inbox here.

    `timezone` is the store's, by which hours are meant; `digest_due` is when the next one is sent.
    """

    email: EmailChannel
    chats: tuple[ChatChannel, ...]
    quiet: QuietHours | None
    digest: Digest
    digest_due: datetime | None
    timezone: str
    mail: Literal["preview", "smtp"]


class ChannelTest(BaseModel):
    """Which channel to try: `email`, or the id of a chat."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: Annotated[str, Field(min_length=1, max_length=60)]


class ChannelTested(Frozen):
    """What became of a test; `said` is a sentence."""

    delivered: bool
    said: str


class AlertDelivery(Frozen):
    """One message to one channel, with how many `alerts` it is about.

    `dropped`: not sent, as nobody wanted it any more. `dead`: given up after many tries; its job
    is in the list of jobs and can be tried again there. `answer` is the last HTTP status.
    """

    id: str
    channel_id: str
    channel: str
    kind: Literal["alerts", "digest"]
    alerts: int
    status: MessageStatus
    attempts: int
    answer: int | None
    problem: str | None
    created_at: datetime
    next_at: datetime | None
    settled_at: datetime | None


class AlertDeliveries(Frozen):
    """A page of messages, the newest first."""

    items: tuple[AlertDelivery, ...]
    total: int
