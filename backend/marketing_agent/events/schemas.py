"""An event as its readers see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """Something that happened: `id` grows, `topic` is `noun.verb`, `payload` is small JSON."""

    model_config = ConfigDict(frozen=True)

    id: int
    topic: str
    payload: dict[str, Any]
    at: datetime


def is_of(kinds: Sequence[str] | None, topic: str) -> bool:
    """Whether a topic is of these kinds: whole topics, or their first words; None means all."""
    return kinds is None or topic in kinds or topic.partition(".")[0] in kinds
