"""Search: by words, by vectors and by the letters of titles, their ranks put together."""

import math
import re
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.search import indexing, repository
from marketing_agent.agents.search.embedding.embedder import Embedder
from marketing_agent.agents.search.embedding.words import content_words, spoken
from marketing_agent.agents.search.grams import grams_of
from marketing_agent.agents.search.repository import Found
from marketing_agent.agents.search.schemas import MOST_QUERY, Hit, Piece, SearchResults, Source
from marketing_agent.ask.text import storable

_MOST_WORDS = 24
_DEPTH = 40
_RANK = 10
"""How little the first places count above the next: the constant of reciprocal rank fusion."""
_LEAST_ALIKE = 0.5
# Vectors know the words too, and what else people call things.
_NEAR_WEIGHT = 2.0
_ALIKE_WEIGHT = 0.3
_MARKS = re.compile("\x02(.*?)\x03", re.DOTALL)


def make_ready(session: Session, workspace_id: str, embedder: Embedder) -> None:
    """Reads a workspace that was never read, so that its first search finds something."""
    if not repository.has_any(session, "metric"):
        for source in indexing.SOURCES:
            indexing.index(session, workspace_id, embedder, source)


def search(
    session: Session,
    embedder: Embedder,
    query: str,
    *,
    limit: int = 10,
    sources: Sequence[Source] | None = None,
    documents: Sequence[str] | None = None,
) -> SearchResults:
    """The best passages of what this workspace wrote down, or of the documents named alone."""
    asked = storable(query).strip()[:MOST_QUERY]
    scope: dict[str, Any] = {
        "sources": list(sources) if sources else None,
        "documents": None if documents is None else list(documents),
    }
    words = list(dict.fromkeys(content_words(asked) or spoken(asked)))[:_MOST_WORDS]
    weights = _weights(session, words)
    rankings = [(1.0, repository.lexical(session, weights, scope, _DEPTH))] if weights else []
    vector = _vector(session, embedder, asked, weights)
    if vector is not None:
        rankings.append(
            (_NEAR_WEIGHT, repository.near(session, vector, embedder.name, scope, _DEPTH))
        )
    grams = grams_of(asked)
    if grams:
        spelled = repository.alike(session, grams, scope, _LEAST_ALIKE, _DEPTH)
        rankings.append((_ALIKE_WEIGHT, spelled))
    best = _fused(rankings)[:limit]
    items = _shown(session, words, best)
    return SearchResults(
        query=asked,
        mode="lexical" if vector is None else "hybrid",
        how=_how(embedder, vector is not None),
        items=items,
    )


def _weights(session: Session, words: Sequence[str]) -> dict[str, float]:
    """How telling each word is: the fewer passages hold it, the more."""
    counts, many = repository.telling(session, words)
    return {word: math.log(1 + (many + 1) / (counts.get(word, 0) + 0.5)) for word in words}


def _vector(
    session: Session, embedder: Embedder, asked: str, weights: dict[str, float]
) -> list[float] | None:
    if not asked or not repository.has_vectors(session):
        return None
    vector = embedder.query(asked, weights)
    return vector if vector and any(vector) else None


def _fused(rankings: Sequence[tuple[float, Sequence[Found]]]) -> list[Found]:
    """One ranking of several, by the sum of reciprocal ranks."""
    scores: dict[tuple[str, str, int], float] = {}
    there: dict[tuple[str, str, int], Found] = {}
    for weight, ranking in rankings:
        for rank, found in enumerate(ranking, 1):
            there[found.place] = found
            scores[found.place] = scores.get(found.place, 0.0) + weight / (_RANK + rank)
    return sorted(there.values(), key=lambda one: (-scores[one.place], one.place))


def _how(embedder: Embedder, by_vectors: bool) -> str:
    if by_vectors:
        return f"Found by {embedder.told}."
    return "Lexical only: found by words, as vectors cannot be compared now."


def _shown(session: Session, words: Sequence[str], best: Sequence[Found]) -> tuple[Hit, ...]:
    named = " or ".join(words)
    texts = repository.marked(session, named, [one.place for one in best])
    return tuple(
        Hit(
            source=one.source,
            source_id=one.source_id,
            title=one.title,
            heading=one.heading,
            page=one.page,
            passage=_pieces(texts.get(one.place, "")),
        )
        for one in best
    )


def _pieces(marked: str) -> tuple[Piece, ...]:
    """A stretch with what was searched for told apart."""
    parts = _MARKS.split(marked)
    return tuple(
        Piece(text=part, hit=bool(number % 2)) for number, part in enumerate(parts) if part
    )
