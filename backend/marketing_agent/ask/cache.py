"""The prompt cache: a wording leads to a meaning, and equal meanings share one entry."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any, Literal

from sqlmodel import Session

from marketing_agent.ask import repository
from marketing_agent.ask.schemas import Assumption
from marketing_agent.ask.tables import PromptAliasRow, PromptCacheRow
from marketing_agent.ask.text import NORMALISER, normalise
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.question import Question
from marketing_agent.warehouse.schemas import canonical_tables

GENERATOR = "parser 2"
Meaning = Question | str
"""A semantic query, or SQL that a model or a person wrote."""
Source = Literal["seed", "rule", "llm", "user"]


@dataclass(frozen=True, slots=True)
class Maker:
    """Who read a wording. What a model read is a draft until people say that it is right."""

    source: Source = "rule"
    generator: str = GENERATOR
    ttl_seconds: int = 0

    @property
    def status(self) -> str:
        return "draft" if self.source == "llm" else "verified"

    def expires_at(self) -> datetime | None:
        return now() + timedelta(seconds=self.ttl_seconds) if self.ttl_seconds else None


@dataclass(frozen=True, slots=True)
class Known:
    """A meaning in the cache with the wording that led to it."""

    entry: PromptCacheRow
    alias: PromptAliasRow

    @property
    def meaning(self) -> Meaning:
        if self.entry.sql_text is not None:
            return self.entry.sql_text
        return Question.model_validate(self.entry.question)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        return tuple(Assumption.model_validate(one) for one in self.alias.assumptions)

    @property
    def draft(self) -> bool:
        """Whether nobody has confirmed the meaning, or that the wording has it."""
        return "draft" in (self.entry.status, self.alias.status)


@cache
def schema_version() -> str:
    """Changes with the semantic model, the tables, the language and its reader.

    Entries of another version are not read.
    """
    columns = repr(sorted(canonical_tables().items()))
    parts = (GENERATOR, load_query_model().version, columns)
    digest = hashlib.sha256("\0".join(parts).encode())
    folder = resources.files("marketing_agent.ask") / "language"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def prompt_hash(prompt: str, before: Meaning | None = None) -> str:
    """The key of a wording; the same words after another question are another wording."""
    context = f"\0{meaning_hash(before)}" if before is not None else ""
    return hashlib.sha256(f"{NORMALISER}\0{normalise(prompt)}{context}".encode()).hexdigest()


def meaning_hash(meaning: Meaning) -> str:
    """The key of a meaning: the order in which filters were named does not matter."""
    if isinstance(meaning, str):
        return hashlib.sha256(f"sql\0{meaning}".encode()).hexdigest()
    parts = meaning.model_dump(mode="json")
    parts["filters"] = sorted(json.dumps(one, sort_keys=True) for one in parts["filters"])
    parts["metrics"], parts["dimensions"] = sorted(parts["metrics"]), sorted(parts["dimensions"])
    parts["time"] = parts["time"].removeprefix("default_")
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def lookup(session: Session, prompt_hash: str) -> Known | None:
    """The meaning a wording is known to have."""
    found = repository.find_alias(session, prompt_hash, schema_version())
    return Known(*found) if found else None


def remember(
    session: Session,
    workspace_id: str,
    prompt: str,
    meaning: Meaning,
    assumptions: tuple[Assumption, ...],
    maker: Maker,
    prompt_hash: str,
) -> tuple[Known, bool]:
    """Keeps a wording under its meaning; True when the meaning was known before."""
    version, key = schema_version(), meaning_hash(meaning)
    before = repository.find_meaning(session, key, version)
    if before is None:
        repository.keep_entries(session, [entry_row(workspace_id, prompt, meaning, maker)])
    entry = before or repository.find_meaning(session, key, version)
    if entry is None:
        raise LookupError("The entry was not kept.")
    row = alias_row(workspace_id, prompt_hash, entry.id, assumptions, maker)
    repository.keep_aliases(session, [row])
    return Known(entry, PromptAliasRow.model_validate(row)), before is not None


def entry_row(workspace_id: str, prompt: str, meaning: Meaning, maker: Maker) -> dict[str, Any]:
    """A new entry."""
    return {
        "id": new_id(),
        "workspace_id": workspace_id,
        "meaning_hash": meaning_hash(meaning),
        "schema_version": schema_version(),
        "prompt": prompt,
        "question": None if isinstance(meaning, str) else meaning.model_dump(mode="json"),
        "sql_text": meaning if isinstance(meaning, str) else None,
        "source": maker.source,
        "generator": maker.generator,
        "status": maker.status,
        "created_at": now(),
        "expires_at": maker.expires_at(),
        "hits": 0,
        "total_ms": 0,
        "feedback_up": 0,
        "feedback_down": 0,
        "pinned": False,
        "readings": 0,
        "readings_saved": 0,
        "tokens_in": 0,
        "tokens_out": 0,
    }


def alias_row(
    workspace_id: str,
    prompt_hash: str,
    entry_id: str,
    assumptions: tuple[Assumption, ...],
    maker: Maker,
) -> dict[str, Any]:
    """A new wording."""
    return {
        "workspace_id": workspace_id,
        "prompt_hash": prompt_hash,
        "schema_version": schema_version(),
        "entry_id": entry_id,
        "assumptions": [one.model_dump() for one in assumptions],
        "source": maker.source,
        "generator": maker.generator,
        "status": maker.status,
        "expires_at": maker.expires_at(),
        "feedback_up": 0,
        "feedback_down": 0,
    }
