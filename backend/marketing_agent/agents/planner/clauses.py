"""A request in its parts: each a thing to find out or to do."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["why", "send", "draft", "open", "question"]
_ENDS = re.compile(
    r"(?<=[?!;])\s+|(?<=[a-z\d)”\"%]{2})(?<! vs)\.\s+|\n+"
    r"|,?\s+(?:and|then|and then)\s+(?=(?:then\s+)?(?:please\s+)?"
    r"(?:send|e-?mail|mail|share|forward|draft|write|prepare|compose|open|why|explain)\b)",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^(?:(?:please|then|also|and|now|hey|hi|ok|okay|could you|can you|would you|i want you to)"
    r"[,\s]+)+",
    re.IGNORECASE,
)
# “E-mail revenue last month” asks for a number.
_SEND = re.compile(
    r"^(?:send|e-?mail|mail|share|forward)\b"
    r"(?!s?\s+(?:revenue|sales|clicks?|opens?|campaigns?|rate|performance|recipients))",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"^(?:draft|write|prepare|compose)\b.*\b(?:message|e-?mail|mail|note|summary|update)\b",
    re.IGNORECASE,
)
_CAUSE = r"\bwhat\s+(?:caused|drove|explains|explained|is behind|was behind|lies behind|led to)\b"
_WHY = re.compile(
    rf"\bwhy\b|{_CAUSE}"
    r"|\bexplain\b|\breasons?\s+(?:for|why|behind)\b|\bwhat\s+changed\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"^(?:open|go to|take me to|show me the page)\b", re.IGNORECASE)
_ASKED = re.compile(
    r"\bwhy\b(?:\s+(?:did|do|does|is|are|was|were|has|have|had))?"
    rf"|{_CAUSE}"
    r"|\bexplain\b(?:\s+to\s+(?:me|us))?|\b(?:the\s+)?reasons?\s+(?:for|why|behind)\b",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"^(?:and|what about|how about|only|just|but|by|per|the same|same|instead|for|in|of|versus|vs|"
    r"compared)\b",
    re.IGNORECASE,
)
_MOST = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a request. `readable` is what the question parser is to read of it."""

    text: str
    kind: Kind
    readable: str


def clauses(text: str) -> tuple[Clause, ...]:
    """The parts of a request in order."""
    parts = [_POLITE.sub("", part.strip()) for part in _ENDS.split(text.strip()) if part]
    return tuple(_clause(part) for part in parts if re.search(r"\w", part))[:_MOST]


def follows_on(text: str) -> bool:
    """Whether it goes on from what was asked before: “and by country?”."""
    return _FOLLOWS.search(text) is not None


def _clause(part: str) -> Clause:
    if _SEND.search(part):
        return Clause(part, "send", "")
    if _DRAFT.search(part):
        return Clause(part, "draft", "")
    if _OPEN.search(part):
        return Clause(part, "open", "")
    if _WHY.search(part):
        return Clause(part, "why", " ".join(_ASKED.sub(" ", part).split()))
    return Clause(part, "question", part)
