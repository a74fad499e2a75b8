"""The prompt cache: a wording leads to a meaning, and equal meanings share one entry."""

import hashlib
import json
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import Any

from sqlmodel import Session

from marketing_agent.ask import repository
from marketing_agent.ask.schemas import Assumption
from marketing_agent.ask.tables import PromptCacheRow
from marketing_agent.ask.text import NORMALISER, normalise
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.question import Question

GENERATOR = "parser 2"


@cache
def schema_version() -> str:
    """Changes with the semantic model, the language and its reader: other entries are not read."""
    digest = hashlib.sha256(f"{GENERATOR}\0{load_query_model().version}".encode())
    folder = resources.files("marketing_agent.ask") / "language"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def prompt_hash(prompt: str) -> str:
    """The key of a wording."""
    return hashlib.sha256(f"{NORMALISER}\0{normalise(prompt)}".encode()).hexdigest()


def meaning_hash(question: Question) -> str:
    """The key of a meaning: the order in which filters were named does not matter."""
    parts = question.model_dump(mode="json")
    parts["filters"] = sorted(json.dumps(one, sort_keys=True) for one in parts["filters"])
    parts["metrics"], parts["dimensions"] = sorted(parts["metrics"]), sorted(parts["dimensions"])
    parts["time"] = parts["time"].removeprefix("default_")
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def lookup(
    session: Session, prompt: str
) -> tuple[PromptCacheRow, Question, tuple[Assumption, ...]] | None:
    """The meaning a wording is known to have."""
    found = repository.find_alias(session, prompt_hash(prompt), schema_version())
    if found is None:
        return None
    row, alias = found
    said = tuple(Assumption.model_validate(one) for one in alias.assumptions)
    return row, Question.model_validate(row.question), said


def remember(
    session: Session,
    workspace_id: str,
    prompt: str,
    question: Question,
    assumptions: tuple[Assumption, ...],
    *,
    source: str = "rule",
    ttl_seconds: int = 0,
) -> tuple[PromptCacheRow, bool]:
    """Keeps a wording under its meaning; True when the meaning was known before."""
    version = schema_version()
    known = repository.find_meaning(session, meaning_hash(question), version)
    if known is None:
        row = entry_row(workspace_id, prompt, question, source, ttl_seconds)
        repository.keep_entries(session, [row])
    entry = known or repository.find_meaning(session, meaning_hash(question), version)
    if entry is None:
        raise LookupError("The entry was not kept.")
    repository.keep_aliases(session, [alias_row(workspace_id, prompt, entry.id, assumptions)])
    return entry, known is not None


def entry_row(
    workspace_id: str, prompt: str, question: Question, source: str, ttl_seconds: int
) -> dict[str, Any]:
    """A new entry."""
    made = now()
    return {
        "id": new_id(),
        "workspace_id": workspace_id,
        "meaning_hash": meaning_hash(question),
        "schema_version": schema_version(),
        "prompt": prompt,
        "question": question.model_dump(mode="json"),
        "source": source,
        "generator": GENERATOR,
        "status": "draft" if source == "llm" else "verified",
        "created_at": made,
        "expires_at": made + timedelta(seconds=ttl_seconds) if ttl_seconds else None,
        "hits": 0,
        "total_ms": 0,
        "feedback_up": 0,
        "feedback_down": 0,
        "pinned": False,
    }


def alias_row(
    workspace_id: str, prompt: str, entry_id: str, assumptions: tuple[Assumption, ...]
) -> dict[str, Any]:
    """A new wording."""
    return {
        "workspace_id": workspace_id,
        "prompt_hash": prompt_hash(prompt),
        "schema_version": schema_version(),
        "entry_id": entry_id,
        "assumptions": [one.model_dump() for one in assumptions],
    }
