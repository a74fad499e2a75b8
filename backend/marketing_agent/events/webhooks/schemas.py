"""What crosses the boundary of webhooks."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

WebhookTopic = Literal[
    "import.completed",
    "warehouse.published",
    "approval.requested",
    "approval.decided",
    "message.sent",
    "automation.ran",
    "alert.raised",
    "alert.changed",
    "segment.changed",
]
DeliveryStatus = Literal["pending", "delivered", "dead"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class WebhookCreate(BaseModel):
    """Where to call, and for which events. Only https, unless the operator allowed the host."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[str, Field(min_length=1, max_length=2000)]
    topics: Annotated[tuple[WebhookTopic, ...], Field(min_length=1, max_length=20)]


class WebhookUpdate(BaseModel):
    """Other events, or a pause. What is left out stays."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topics: Annotated[tuple[WebhookTopic, ...] | None, Field(min_length=1, max_length=20)] = None
    paused: bool | None = None


class Webhook(Frozen):
    """`previous_until`: until then calls carry a signature of the secret before as well.

    `paused_at`: since then nothing is sent.
    """

    id: str
    url: str
    topics: tuple[WebhookTopic, ...]
    previous_until: datetime | None
    paused_at: datetime | None
    created_at: datetime


class WebhookWithSecret(Webhook):
    """The only time that the secret is shown."""

    secret: str


class Webhooks(Frozen):
    items: tuple[Webhook, ...]


class WebhookDelivery(Frozen):
    """One event for one webhook. Every try carries the same id; `answer` is the last HTTP status.

    `dead`: given up after many tries, or its address is one that calls do not go to.
    """

    id: str
    topic: str
    status: DeliveryStatus
    attempts: int
    answer: int | None
    problem: str | None
    created_at: datetime
    next_at: datetime | None
    settled_at: datetime | None


class WebhookDeliveries(Frozen):
    items: tuple[WebhookDelivery, ...]
    total: int
