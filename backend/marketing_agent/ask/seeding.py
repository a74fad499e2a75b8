"""Filling the cache: a store's common questions are read, compiled and kept before anyone asks.

What a store's seeds depend on is looked up first, then they are read without the database, then
they are kept part by part, so that no transaction is open for long. A second run writes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sqlmodel import Session

from marketing_agent.ask import cache, repository, seed_repository, seeds
from marketing_agent.ask.lifetimes import seconds_of
from marketing_agent.ask.parser import Parser
from marketing_agent.ask.parsers import parser_of
from marketing_agent.ask.schemas import Assumption
from marketing_agent.ask.stored import as_stored
from marketing_agent.ask.tables import PromptAliasRow, PromptCacheRow
from marketing_agent.kernel.errors import Invalid
from marketing_agent.kernel.time import store_today
from marketing_agent.metrics import answers
from marketing_agent.metrics import service as metrics
from marketing_agent.metrics.errors import NoAnswer, UnknownMetric
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.question import Question
from marketing_agent.metrics.statements import keep_queries
from marketing_agent.metrics.stored import Draft
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

_WORDINGS = 2_400
_HOT = 500
_PART = 400


@dataclass(frozen=True, slots=True)
class Ground:
    """What the seeds of a store depend on. `draft` gives the statement of a semantic query."""

    workspace_id: str
    names: tuple[str, ...]
    parser: Parser
    known: tuple[str, ...]
    hot: tuple[str, ...]
    today: date
    draft: Callable[[SemanticQuery], Draft]
    maker: cache.Maker


@dataclass(frozen=True, slots=True)
class Seed:
    """A wording and what it means; `draft` is its statement, None where no data here can tell."""

    wording: str
    prompt: str
    meaning: str
    question: Question
    assumptions: tuple[Assumption, ...]
    draft: Draft | None


def look_up(session: Session, warehouse: Warehouse, workspace: Workspace) -> Ground:
    """Everything that seeds are read by."""
    tiles = metrics.summary(session, warehouse, workspace)
    known = [t.key for section in tiles.sections for t in section.tiles if t.value is not None]
    return Ground(
        workspace_id=workspace.id,
        names=(workspace.name,),
        parser=parser_of(session, warehouse, workspace),
        known=tuple(known),
        hot=tuple(seed_repository.hot_prompts(session, cache.schema_version(), _HOT)),
        today=store_today(workspace.timezone),
        draft=answers.drafter(session, warehouse, workspace),
        maker=cache.Maker("seed", ttl_seconds=seconds_of(session, "seed", 0)),
    )


def read(ground: Ground) -> Iterator[list[Seed]]:
    """The seeds in parts, the most likely first; needs no database."""
    drafts: dict[str, Draft | None] = {}
    found: dict[str, Seed] = {}
    for prompt in chain(ground.hot, seeds.wordings(ground.names, ground.known)):
        seed = _read(ground, prompt, drafts)
        if seed is not None:
            found.setdefault(seed.wording, seed)
        if len(found) == _WORDINGS:
            break
    every = list(found.values())
    yield from (every[start : start + _PART] for start in range(0, len(every), _PART))


def _read(ground: Ground, prompt: str, drafts: dict[str, Draft | None]) -> Seed | None:
    parsed = ground.parser.parse(prompt, ground.today)
    if parsed.question is None:
        return None
    meaning = cache.meaning_hash(parsed.question)
    if meaning not in drafts:
        drafts[meaning] = _draft(ground, parsed.question)
    wording = cache.prompt_hash(prompt)
    draft = drafts[meaning]
    return Seed(wording, prompt, meaning, parsed.question, parsed.assumptions, draft)


def _draft(ground: Ground, question: Question) -> Draft | None:
    try:
        return ground.draft(as_stored(question).at(ground.today))
    except (Invalid, UnknownMetric, NoAnswer):
        return None  # the answer says which file is missing


def keep(session: Session, ground: Ground, part: Sequence[Seed]) -> None:
    """Stores what is new of some seeds: statements, meanings and wordings."""
    statements = keep_queries(session, ground.workspace_id, [s.draft for s in part if s.draft])
    meanings = {seed.meaning: seed for seed in reversed(part)}
    version = cache.schema_version()
    held = seed_repository.holding(session, meanings, version)
    new = [_entry(ground, seed) for key, seed in meanings.items() if key not in held]
    repository.keep_entries(session, new)
    held |= seed_repository.holding(session, [row["meaning_hash"] for row in new], version)
    seed_repository.name_statements(session, dict(_unnamed(held, meanings, statements)))
    _keep_wordings(session, ground, part, {key: row.id for key, row in held.items()})


def _entry(ground: Ground, seed: Seed) -> dict[str, Any]:
    return cache.entry_row(ground.workspace_id, seed.prompt, seed.question, ground.maker)


def _unnamed(
    held: dict[str, PromptCacheRow], meanings: dict[str, Seed], statements: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Entries whose statement is another than the one noted."""
    for key, row in held.items():
        draft = meanings[key].draft
        if draft and statements[draft.statement.sha256] != row.template_id:
            yield row.id, statements[draft.statement.sha256]


def _keep_wordings(
    session: Session, ground: Ground, part: Sequence[Seed], entries: dict[str, str]
) -> None:
    hashes = [seed.wording for seed in part]
    known = seed_repository.seeded_aliases(session, hashes, cache.schema_version())
    rows = [_alias(ground, seed, entries[seed.meaning]) for seed in part]
    repository.keep_aliases(session, [r for r in rows if _differs(r, known.get(r["prompt_hash"]))])


def _alias(ground: Ground, seed: Seed, entry_id: str) -> dict[str, Any]:
    return cache.alias_row(
        ground.workspace_id, seed.wording, entry_id, seed.assumptions, ground.maker
    )


def _differs(row: dict[str, Any], known: PromptAliasRow | None) -> bool:
    same = ("entry_id", "assumptions", "generator")
    return known is None or any(row[name] != getattr(known, name) for name in same)
