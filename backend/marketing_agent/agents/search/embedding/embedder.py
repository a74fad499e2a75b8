"""The port to whoever makes vectors."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from marketing_agent.agents.search.embedding import local


class Embedder(Protocol):
    """Makes vectors of one model, which are compared with each other alone."""

    @property
    def name(self) -> str:
        """The model; kept with each vector."""

    @property
    def told(self) -> str:
        """What it is, for people."""

    def documents(self, texts: Sequence[str]) -> Sequence[list[float] | None]:
        """The vectors of texts, in order."""

    def query(self, text: str, weights: Mapping[str, float]) -> list[float] | None:
        """The vector of a question; None when it cannot be had now."""


class LocalEmbedder:
    """Vectors made here: see `local`."""

    name = local.NAME
    told = "words, and vectors made here of words, parts of words and a dictionary of the trade"

    def documents(self, texts: Sequence[str]) -> Sequence[list[float] | None]:
        """The vectors of texts, in order."""
        return [local.embed(text) for text in texts]

    def query(self, text: str, weights: Mapping[str, float]) -> list[float] | None:
        """The vector of a question, its telling words weighed."""
        return local.embed(text, weights)
