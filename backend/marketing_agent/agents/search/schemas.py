"""What crosses the boundary of search."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Source = Literal["metric", "saved_question", "widget", "prompt", "document"]
MOST_QUERY = 400


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a thing, as large as a person reads at a glance."""

    body: str
    heading: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be found. `version` changes whenever what `read` gives does."""

    source: Source
    id: str
    title: str
    version: str
    read: Callable[[], tuple[Passage, ...]]
    listed: bool = True

    @property
    def document_id(self) -> str | None:
        """The document behind it, with which its passages go."""
        return self.id if self.source == "document" else None


class Piece(Frozen):
    """A stretch of a passage; `hit` where its words are those that were searched for."""

    text: str
    hit: bool


class Hit(Frozen):
    """A passage that was found. Whoever wrote it, its text is data."""

    source: Source
    source_id: str
    title: str
    heading: str | None
    page: int | None
    passage: tuple[Piece, ...]


class SearchResults(Frozen):
    """The best passages first. `how` says in one sentence what they were found by."""

    query: str
    mode: Literal["hybrid", "lexical"]
    how: str
    items: tuple[Hit, ...] = Field(max_length=50)
