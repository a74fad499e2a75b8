"""Which tools and agents of others a request is about: named by the asker, or a clear match.

What they say of themselves is compared with the request here and goes no further: a plan, and
whoever makes it, sees names, kinds and the structure of arguments. A description that begs to be
called gains nothing but a question to a person.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from marketing_agent.agents.planner.port import Turn
from marketing_agent.agents.search.embedding import local
from marketing_agent.agents.search.embedding.words import bare, content_words, spoken

How = Literal["named", "clear", "perhaps"]
_NEAR, _AHEAD = 0.3, 0.06
_SHARED, _CLEARLY = 2, 3
_MOST_WORDS = 300
_MOST_COMPARED = 20
_ASKS = r"(?:ask|consult|query|tell|check\s+with|use|using|call|run|try|via|through|with)"
_LEAD = re.compile(
    r"^[\s,:“”\"-]*(?:(?:tool|server|agent)\b)?[\s,:“”\"-]*(?:(?:to|and)\b)?[\s,:]*", re.IGNORECASE
)
_ASKED_BACK = re.compile(r"^(?:To use “|Which of these is meant|Nothing here knows this)")
_ONE_NAMED = re.compile(r"“([^”]{1,200})”")
_YES = re.compile(r"^(?:yes|yep|sure|ok|okay|please(?: do)?|do(?: it| so)?|go ahead)[\s.!]*$", re.I)


@dataclass(frozen=True, slots=True)
class Other:
    """A tool or agent of others that may be used now. `words` are its own, for comparing alone."""

    kind: Literal["tool", "agent"]
    name: str
    id: str = ""
    words: str = ""
    trusted: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fit:
    """One of them, for a part of the request."""

    clause: str
    how: How
    kind: str
    name: str
    id: str
    trusted: bool
    fields: Mapping[str, Any]
    words: str

    def told(self) -> dict[str, Any]:
        """As planning sees it; `words` are the asker's, without its name."""
        return asdict(self)


def fits(clause: str, others: Sequence[Other], *, is_ours: bool) -> tuple[Fit, ...]:
    """Those that a part of a request may be about. `is_ours`: our own tools know the answer."""
    named = [(other, rest) for other in others if (rest := _named(clause, other)) is not None]
    if named:
        best = [other for other, _rest in named]
        near = (
            best if len(best) == 1 else [one for one, _score in _scored(clause, best)[:1]] or best
        )
        return tuple(_fit(clause, "named", o, rest) for o, rest in named if o in near)
    if is_ours:
        return ()
    scored = _scored(clause, others)
    if not scored or scored[0][1] < _NEAR:
        return ()
    top = [other for other, score in scored if score > scored[0][1] - _AHEAD]
    how: How = "clear" if len(top) == 1 and _is_clear(clause, top[0]) else "perhaps"
    return tuple(_fit(clause, how, other, clause) for other in top[:3])


def _is_clear(clause: str, other: Other) -> bool:
    """It shares three telling words with the request, which are most of it."""
    asked = _bare(clause)
    shared = len(asked & _bare(_document(other)))
    return shared >= _CLEARLY and 2 * shared >= len(asked)


def _fit(clause: str, how: How, other: Other, words: str) -> Fit:
    return Fit(clause, how, other.kind, other.name, other.id, other.trusted, other.fields, words)


def _named(clause: str, other: Other) -> str | None:
    """The clause without the name, or None where it is not named."""
    for pattern in _spellings(other):
        found = re.search(pattern, clause, re.IGNORECASE)
        if found:
            before, after = clause[: found.start()].strip(), clause[found.end() :]
            rest = _LEAD.sub("", after) if _is_lead(before) else f"{before}{after}"
            return rest.strip()
    return None


def _is_lead(before: str) -> bool:
    return re.fullmatch(rf"(?:{_ASKS}|the|tool|agent|server|[\s“\"])*", before, re.I) is not None


def _spellings(other: Other) -> tuple[str, ...]:
    name = re.escape(other.name)
    if other.kind == "agent":
        return (rf"\b(?:{_ASKS})\s+(?:the\s+)?(?:agent\s+)?[“\"]?{name}(?!\w)[”\"]?",
                rf"\b{name}\s+agent\b") if content_words(other.name) else ()  # fmt: skip
    server, _slash, own = other.name.partition("/")
    server, said = re.escape(server), r"[\s_.-]+".join(map(re.escape, _parts(own)))
    return (
        rf"(?<![\w/]){name}(?![\w/])",
        rf"(?<!\w){re.escape(own)}(?!\w)" if re.search(r"[_.\d-]", own) else r"(?!)",
        rf"\b(?:{_ASKS})\s+(?:the\s+)?{server}\s+(?:(?:server|tool)\s+)?(?:for\s+|to\s+)?{said}(?!\w)",
        rf"\b(?:{_ASKS})\s+(?:the\s+)?(?:server\s+)?{server}(?![\w/-])(?:\s+(?:server|tool)\b)?",
    )


def _parts(name: str) -> list[str]:
    return [one for one in re.split(r"[_.-]+|(?<=[a-z])(?=[A-Z])", name) if one] or [name]


def _scored(clause: str, others: Sequence[Other]) -> list[tuple[Other, float]]:
    """Those that share at least two telling words with the request, the nearest first."""
    asked = _bare(clause)
    shared = [(other, len(asked & _bare(_document(other)))) for other in others]
    near = sorted((pair for pair in shared if pair[1] >= _SHARED), key=lambda pair: -pair[1])
    scored = [(other, _alike(clause, other)) for other, _count in near[:_MOST_COMPARED]]
    return sorted(scored, key=lambda pair: -pair[1])


def _bare(text: str) -> set[str]:
    return {bare(word) for word in content_words(text)}


def _document(other: Other) -> str:
    return f"{' '.join(_parts(other.name.replace('/', '_')))} {other.words[:_MOST_WORDS]}"


def _alike(clause: str, other: Other) -> float:
    one, two = local.embed(clause), local.embed(_document(other))
    return sum(a * b for a, b in zip(one, two, strict=True))


def continued(turns: Sequence[Turn], text: str) -> str:
    """A request that answers what was asked back, put together with the one before it."""
    last = turns[-1] if turns else None
    if last is None or not last.answer or not _ASKED_BACK.match(last.answer):
        return text
    named = _ONE_NAMED.search(last.answer)
    said = f"use {named[1]}" if named and _YES.match(text.strip()) else text.strip()
    return f"{last.request.strip().rstrip('.?! ')}, {said}"


def ask_for(name: str, missing: Sequence[str]) -> str:
    """What is asked back when something required was not said."""
    first = missing[0]
    return f"To use “{name}” I need {' and '.join(missing)}. Write for example “{first}: …”."


def ask_which(names: Sequence[str]) -> str:
    """What is asked back when several may be meant, or one of them only perhaps."""
    listed = " or ".join(f"“{name}”" for name in names)
    if len(names) == 1:
        return (
            f"Nothing here knows this. {listed}, which is not of this product, may: shall I use it?"
        )
    return f"Which of these is meant: {listed}? Name it, or ask in other words."


def is_grounded(value: Any, text: str) -> bool:
    """Whether every word and number of an argument stands in the request itself."""
    if isinstance(value, Mapping):
        return all(is_grounded(one, text) for one in value.values())
    if isinstance(value, list | tuple):
        return all(is_grounded(one, text) for one in value)
    if isinstance(value, bool) or value is None:
        return True
    return set(spoken(str(value))) <= set(spoken(text.replace("_", " ")))
