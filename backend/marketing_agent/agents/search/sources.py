"""What search reads: each source as things with passages. Rows of data are not among them."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from sqlmodel import Session

from marketing_agent.agents.documents import service as documents
from marketing_agent.agents.documents.schemas import Document
from marketing_agent.agents.prompts import service as prompts
from marketing_agent.agents.search.chunking import CHUNKING, passages
from marketing_agent.agents.search.schemas import Passage, Source, Thing
from marketing_agent.ask.patterns import language
from marketing_agent.boards import service as boards
from marketing_agent.boards.schemas import SavedQuestion, Widget
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.semantics import Metric


def things(session: Session, source: Source, source_id: str | None) -> Iterable[Thing]:
    """All that the source has, or the one of that id if it is still there."""
    read: dict[Source, Callable[[Session, str | None], Iterable[Thing]]] = {
        "metric": _metrics,
        "saved_question": _saved,
        "widget": _widgets,
        "prompt": _prompts,
        "document": _documents,
    }
    return read[source](session, source_id)


def _metrics(_session: Session, _source_id: str | None) -> Iterator[Thing]:
    said = language("metrics.yaml")["metrics"]
    for metric in load_query_model().metrics.values():
        if metric.window is None:
            names = (*metric.synonyms, *said.get(metric.key, {}).get("words", ())[:30])
            yield _thing("metric", metric.key, metric.label, Passage(_told(metric, names)))


def _told(metric: Metric, names: tuple[str, ...]) -> str:
    also = ", ".join(dict.fromkeys(names))
    parts = (
        f"Definition of the metric {metric.label}: {metric.formula}.",
        metric.description or "",
        f"Also called: {also}." if also else "",
    )
    return "\n".join(part for part in parts if part)


def _saved(session: Session, _source_id: str | None) -> Iterator[Thing]:
    for one in boards.listed(session, boards.SAVED):
        yield _thing("saved_question", one.id, one.name, Passage(_asked(one)))


def _widgets(session: Session, _source_id: str | None) -> Iterator[Thing]:
    for one in boards.listed(session, boards.WIDGETS):
        yield _thing("widget", one.id, one.name, Passage(_asked(one)))


def _asked(one: SavedQuestion | Widget) -> str:
    """What a saved thing shows, in words; its statement where it is SQL."""
    if one.question is None:
        return f"{one.name}. SQL: {one.sql or ''}"[:2_000]
    question, labels = one.question, load_query_model().metrics
    shown = [labels[key].label if key in labels else key for key in question.metrics]
    split = f" by {', '.join(question.dimensions)}" if question.dimensions else ""
    return f"{one.name}. {', '.join(shown)}{split}, {question.time.replace('_', ' ')}."


def _prompts(session: Session, _source_id: str | None) -> Iterator[Thing]:
    for prompt in prompts.list_prompts(session).items:
        parts = tuple(
            Passage(section.text[:2_000], section.name)
            for section in prompt.sections
            if section.name != "output_schema"
        )
        yield _thing("prompt", prompt.key, prompt.title, Passage(prompt.purpose), *parts)


def _documents(session: Session, source_id: str | None) -> Iterator[Thing]:
    for document in documents.everything(session, source_id):
        yield Thing(
            "document",
            document.id,
            document.name,
            f"{CHUNKING} {document.sha256} {document.name} {document.shelf}",
            partial(_passages, session, document),
            document.shelf == "library",
        )


def _passages(session: Session, document: Document) -> tuple[Passage, ...]:
    return passages(document.kind, documents.text_of(session, document.id))


def _thing(source: Source, thing_id: str, title: str, *parts: Passage) -> Thing:
    version = hashlib.sha256(repr((title, parts)).encode()).hexdigest()
    return Thing(source, thing_id, title, version, lambda: parts)
