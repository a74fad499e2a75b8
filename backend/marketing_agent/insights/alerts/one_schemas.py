"""One alert with all that is known of it."""

from datetime import datetime
from typing import Literal

from marketing_agent.insights.alerts.schemas import Alert, AlertAct, Frozen
from marketing_agent.insights.delivery.schemas import MessageStatus
from marketing_agent.insights.page.schemas import Source


class AlertStep(Frozen):
    """One thing that happened to it. `by_id` is the member who did it; null where the data did.

    `owner_id` looks after it since then, `until` it is put off.
    """

    act: AlertAct
    at: datetime
    by_id: str | None
    owner_id: str | None
    until: datetime | None
    note: str | None


class AlertTold(Frozen):
    """A message that it was told in, at once or in a digest, and what became of that."""

    channel: str
    kind: Literal["alerts", "digest"]
    status: MessageStatus
    created_at: datetime
    settled_at: datetime | None


class AlertLink(Frozen):
    """Where to go from it. `page` is an address of the app, `insight` its numbers over REST.

    The others are what can be done with it now.
    """

    rel: Literal["page", "insight", "ack", "snooze", "resolve", "reopen"]
    method: Literal["GET", "POST"]
    href: str


class AlertDetail(Alert):
    """An alert with the `sources` of its numbers, its `history` and the messages it was told in.

    The history is the oldest first. `told_in` are messages sent as it was raised and digests from
    their first try on, the oldest first, for as long as the log keeps them.
    """

    sources: tuple[Source, ...]
    history: tuple[AlertStep, ...]
    told_in: tuple[AlertTold, ...]
    links: tuple[AlertLink, ...]
