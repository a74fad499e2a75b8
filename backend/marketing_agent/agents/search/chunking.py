"""Texts in passages: by headings, then by paragraphs, then by sentences."""

import re
from collections.abc import Iterator

from marketing_agent.agents.documents.schemas import Kind
from marketing_agent.agents.search.schemas import Passage

CHUNKING = "1"
"""Counted up when texts are cut in another way, so that they are read anew."""
LONGEST = 900
MOST_PASSAGES = 3_000
_HEADING = re.compile(r"^(#{1,6})\s+(\S.*?)\s*#*$", re.M)
# In plain text: a short line by itself that ends with a colon, or is followed by a line of dashes.
_PLAIN_HEADING = re.compile(
    r"^(?P<one>[^\s.:][^\n:.]{0,80}):[ \t]*$|^(?P<two>\S[^\n]{0,80})\n[=-]{3,}$", re.M
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def passages(kind: Kind, text: str) -> tuple[Passage, ...]:
    """The passages of a document, in order."""
    found = []
    for number, page in enumerate(text.split("\f"), 1):
        place = number if kind == "pdf" else None
        for heading, part in _sections(kind, page):
            found += [Passage(body, heading, place) for body in _pieces(part, kind == "csv")]
            if len(found) >= MOST_PASSAGES:
                return tuple(found[:MOST_PASSAGES])
    return tuple(found)


def _sections(kind: Kind, text: str) -> Iterator[tuple[str | None, str]]:
    """Parts under their headings; the words before the first have none."""
    if kind in ("csv", "image"):
        yield None, text
        return
    pattern = _HEADING if kind in ("markdown", "html") else _PLAIN_HEADING
    heading, start = None, 0
    for found in pattern.finditer(text):
        yield heading, text[start : found.start()]
        named = found.group(2) if kind in ("markdown", "html") else found["one"] or found["two"]
        heading, start = named.strip()[:200], found.end()
    yield heading, text[start:]


def _pieces(text: str, by_line: bool) -> Iterator[str]:
    """Stretches of at most `LONGEST` characters that break where a reader would."""
    held = ""
    for part in _parts(text, by_line):
        if held and len(held) + len(part) + 1 > LONGEST:
            yield held
            held = ""
        held = f"{held}\n{part}" if held else part
    if held:
        yield held


def _parts(text: str, by_line: bool) -> Iterator[str]:
    blocks = text.split("\n") if by_line else re.split(r"\n\s*\n", text)
    for block in blocks:
        tidy = " ".join(block.split())
        if not tidy:
            continue
        if len(tidy) <= LONGEST:
            yield tidy
            continue
        for sentence in _SENTENCE.split(tidy):
            yield from (sentence[at : at + LONGEST] for at in range(0, len(sentence), LONGEST))
