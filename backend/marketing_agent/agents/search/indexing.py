"""Keeping passages as their things are: what did not change is not touched."""

from collections.abc import Sequence
from typing import Any, get_args

from sqlmodel import Session

from marketing_agent.agents.search import repository
from marketing_agent.agents.search.chunking import CHUNKING
from marketing_agent.agents.search.embedding.embedder import Embedder
from marketing_agent.agents.search.grams import grams_of
from marketing_agent.agents.search.schemas import Passage, Source, Thing
from marketing_agent.agents.search.sources import things

SOURCES: tuple[Source, ...] = get_args(Source)
_SHIPPED: tuple[Source, ...] = ("metric", "prompt")


def index(
    session: Session,
    workspace_id: str,
    embedder: Embedder,
    source: Source,
    source_id: str | None = None,
) -> int:
    """Reads a source, or one thing of it, anew. How many things had changed.

    A second call, or one that races this one, changes nothing.
    """
    repository.lock(session, f"search {workspace_id} {source}")
    known = repository.digests(session, source)
    if source_id is not None:
        known = {one: found for one, found in known.items() if one == source_id}
    there = {thing.id: thing for thing in things(session, source, source_id)}
    gone = known.keys() - there.keys()
    repository.forget(session, source, gone)
    changed = [
        thing for thing in there.values() if known.get(thing.id) != (thing.version, embedder.name)
    ]
    for thing in changed:
        rows = _rows(workspace_id, thing, embedder)
        repository.replace(session, source, thing.id, rows)
    return len(changed) + len(gone)


def is_current(session: Session, embedder: Embedder) -> bool:
    """Whether the index is as this release makes it, with vectors of this embedder.

    What people change is told by itself; here is only looked at what a release brings: its own
    texts, the way of cutting documents, the vectors. An index that is missing is not current.
    """
    for source in _SHIPPED:
        there = {one.id: (one.version, embedder.name) for one in things(session, source, None)}
        if repository.digests(session, source) != there:
            return False
    return not repository.has_other(session, embedder.name, f"{CHUNKING} ")


def _rows(workspace_id: str, thing: Thing, embedder: Embedder) -> list[dict[str, Any]]:
    passages = thing.read()
    texts = [_whole(thing, passage) for passage in passages]
    vectors: Sequence[list[float] | None] = embedder.documents(texts)
    return [
        {
            "workspace_id": workspace_id,
            "source": thing.source,
            "source_id": thing.id,
            "number": number,
            "document_id": thing.document_id,
            "listed": thing.listed,
            "title": thing.title,
            "heading": passage.heading,
            "page": passage.page,
            "body": passage.body,
            "grams": grams_of(f"{thing.title} {passage.heading or ''}"),
            "embedding": vector,
            "embedded_by": embedder.name,
            "digest": thing.version,
        }
        for number, (passage, vector) in enumerate(zip(passages, vectors, strict=True))
    ]


def _whole(thing: Thing, passage: Passage) -> str:
    return f"{thing.title}\n{passage.heading or ''}\n{passage.body}"
