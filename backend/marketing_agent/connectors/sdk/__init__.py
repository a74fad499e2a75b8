"""The interface of connectors: what a plug-in implements to bring data in.

A connector answers three questions. `check`: can the source be reached? `discover`: what does it
hold? `read`: give the bytes. It never interprets them; that is ingestion's work.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Check", "Connector", "Item", "Refused", "Stream"]


@dataclass(frozen=True)
class Check:
    """Whether a source can be read."""

    ok: bool
    """True when `read` can be expected to work."""
    message: str = ""
    """One sentence for the person who set the source up."""


@dataclass(frozen=True)
class Stream:
    """One thing a source can give, such as a file or an API resource."""

    name: str
    """Name within the source: relative, with forward slashes, unique."""
    size: int | None = None
    """Bytes expected, or None when the source cannot tell."""


@dataclass(frozen=True)
class Item:
    """The bytes of one stream, on their way."""

    name: str
    """Name of the stream."""
    chunks: Iterator[bytes]
    """Bytes in order. To be used up before the next item is asked for. Raises ItemRefused when a
    limit is passed on the way; what was received so far must then be thrown away."""


@dataclass(frozen=True)
class Refused:
    """One stream that will not be read."""

    name: str
    """Name as far as it can be shown."""
    reason: str
    """One sentence."""


class Connector(Protocol):
    """What every source implements."""

    def check(self) -> Check:
        """Looks whether the source can be read; never raises for a source that cannot."""

    def discover(self) -> Sequence[Stream]:
        """Lists what `read` would give, by name. Raises an AppError when the source is unfit."""

    def read(self) -> Iterator[Item | Refused]:
        """Gives every stream once, by name; raises an AppError when the whole source is unfit."""
