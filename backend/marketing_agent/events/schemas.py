"""An event as its readers see it."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """Something that happened: `id` grows, `topic` is `noun.verb`, `payload` is small JSON."""

    model_config = ConfigDict(frozen=True)

    id: int
    topic: str
    payload: dict[str, Any]
