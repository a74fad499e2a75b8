"""The product as LangChain's objects reach it: in this process, or a server with a key."""

from collections.abc import Iterator
from typing import Any, Protocol

Json = dict[str, Any]


class ProductError(Exception):
    """What the product refuses, in a sentence for people and models."""


class Product(Protocol):
    """Shapes are those of the REST API. Every method raises ProductError."""

    def tools(self) -> list[Json]:
        """The tools that the caller's role may call, as ToolInfo."""

    def call(self, name: str, arguments: Json) -> Json:
        """A ToolResult; an Approval for a tool that sends, which waits for a person."""

    def start(self, text: str, thread_id: str | None) -> Json:
        """The Run that was started."""

    def events(self, run_id: str, after: int) -> Iterator[tuple[int, Json]]:
        """Numbers and payloads of what happens in a run, to where it ends or waits."""

    def decide(self, approval_id: str, digest: str, *, approved: bool) -> Json:
        """The Approval as a person decided it; a second decision does nothing."""
