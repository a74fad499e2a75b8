"""The questions of the figure, and a workspace that holds their library."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session

from marketing_agent.agents.documents import service as documents
from marketing_agent.agents.search import indexing, service
from marketing_agent.agents.search.embedding.embedder import LocalEmbedder
from marketing_agent.tenancy.schemas import Caller

EMBEDDER = LocalEmbedder()


@dataclass(frozen=True)
class Asked:
    """A question and where its answer stands."""

    text: str
    title: str
    part: str


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("questions.yaml").read_text("utf-8")
    )
    return found


def questions() -> list[Asked]:
    """All hundred, in the order of the file."""
    found = []
    for one in _file()["questions"]:
        title, _, part = one["finds"].partition(" / ")
        found.append(Asked(one["ask"], title, part))
    return found


def fill(session: Session, caller: Caller) -> None:
    """Adds the library's documents as files of their kinds, and indexes everything."""
    for name, parts in _file()["documents"].items():
        documents.add(session, caller, name, _written(name, parts))
    for source in indexing.SOURCES:
        indexing.index(session, caller.workspace_id, EMBEDDER, source)


def _written(name: str, parts: dict[str, str]) -> bytes:
    if name.endswith(".html"):
        body = "".join(f"<h2>{heading}</h2><p>{text}</p>" for heading, text in parts.items())
        return f"<!doctype html><html><body>{body}</body></html>".encode()
    if name.endswith(".txt"):
        return "\n\n".join(f"{heading}:\n{text}" for heading, text in parts.items()).encode()
    return "\n\n".join(f"## {heading}\n\n{text}" for heading, text in parts.items()).encode()


def rank(session: Session, asked: Asked, most: int = 5) -> int | None:
    """At which place the answer stands, from 1; None where it is not among the first."""
    found = service.search(session, EMBEDDER, asked.text, limit=most)
    for place, hit in enumerate(found.items, 1):
        there = (hit.source_id, "metric") if hit.source == "metric" else (hit.heading, hit.title)
        if there == (asked.part, asked.title):
            return place
    return None
