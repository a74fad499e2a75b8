"""Sentences whose numbers know how they came about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from string import Formatter

from marketing_agent.insights.page.schemas import Source

_Piece = tuple[str, Source | None]


@dataclass(frozen=True)
class Said:
    """A text in pieces, each with the source of the number that it is; None where it is none."""

    pieces: tuple[_Piece, ...] = ()

    def __str__(self) -> str:
        return "".join(text for text, _ in self.pieces)

    def __add__(self, other: "Said") -> "Said":
        return Said((*self.pieces, *other.pieces))

    def cut(self, most: int) -> "Said":
        """As much of it as has so many characters; a number is whole or left out."""
        kept: list[_Piece] = []
        for text, source in self.pieces:
            if source is not None and len(text) > most:
                break
            kept.append((text[:most], source))
            most = max(most - len(text), 0)
        return Said(tuple(kept))

    def runs(self) -> Iterator[_Piece]:
        """The pieces that say something, plain text between two numbers in one."""
        told = (piece for piece in self.pieces if piece[0])
        for source, run in groupby(told, key=lambda piece: piece[1]):
            yield "".join(text for text, _ in run), source


def number(text: str, source: Source | None) -> Said:
    """A number as it is written, with where it came from where that is known."""
    return Said(((text, source),))


def say(pattern: str, **given: Said | str) -> Said:
    """A sentence with what stands in its braces. A pattern is ours, never a store's own words."""
    said = Said()
    for literal, name, _, _ in Formatter().parse(pattern):
        said += _said(literal)
        if name is not None:
            said += _said(given[name])
    return said


def join(separator: str, told: Iterable[Said | str]) -> Said:
    """One after the other; what says nothing is left out."""
    said = Said()
    for each in map(_said, told):
        if str(each):
            said = said + _said(separator) + each if said.pieces else each
    return said


def _said(given: Said | str) -> Said:
    return given if isinstance(given, Said) else number(given, None)
