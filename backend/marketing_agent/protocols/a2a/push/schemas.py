"""The log of push notifications as its owner sees it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

PushStatus = Literal["pending", "delivered", "dead", "refused", "dropped"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Push(_Frozen):
    """One update of a task for one webhook.

    `answer` is the HTTP status of the last try. `dead`: given up after many tries; `refused`: its
    address is one that calls do not go to; `dropped`: the webhook was deleted first.
    """

    id: str
    task_id: str
    config_id: str
    url: str
    event: int
    kind: str
    status: PushStatus
    attempts: int
    answer: int | None
    problem: str | None
    created_at: datetime
    settled_at: datetime | None


class Pushes(_Frozen):
    """A page of the log, newest first."""

    items: tuple[Push, ...]
    total: int
