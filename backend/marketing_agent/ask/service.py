"""Questions answered: known wording or parser, semantic query, stored SQL, words and chart."""

import time
from datetime import date
from threading import Lock

from sqlmodel import Session

from marketing_agent.ask import cache, repository, seeds
from marketing_agent.ask.changing import changed
from marketing_agent.ask.errors import UnknownEntry, UnknownQuestion
from marketing_agent.ask.parser import Parser
from marketing_agent.ask.schemas import (
    Answer,
    Asked,
    Assumption,
    CacheUse,
    History,
    Parsed,
    PromptEntries,
    PromptEntry,
    PromptEntryUpdate,
    QuestionChange,
    Suggestions,
)
from marketing_agent.ask.tables import AskedRow, PromptCacheRow
from marketing_agent.ask.text import storable
from marketing_agent.ask.wording import sentence
from marketing_agent.kernel.errors import AppError, Invalid
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now, store_today
from marketing_agent.metrics import answers
from marketing_agent.metrics import service as metrics
from marketing_agent.metrics.charting import chart
from marketing_agent.metrics.errors import UnknownMetric
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.query_schemas import QueryAnswer
from marketing_agent.metrics.question import Question
from marketing_agent.metrics.runs import Use
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

_LISTED = 50
_SUGGESTED = 8
_MOST_WORDS = 20
_MOST_PARSERS = 64
_parsers: dict[str, tuple[tuple[int, str], Parser]] = {}
_lock = Lock()
# Numbers “from all campaigns” are metrics of their own, attributed once across channels.
_OF_CAMPAIGNS = {
    "total_sales": "campaign_sales",
    "aov": "campaign_aov",
    "conversion_rate": "campaign_conversion_rate",
}
_ANY_CAMPAIGN = {"field": "campaign", "op": "is_not_null"}


def ask(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    prompt: str,
    *,
    as_of: date | None = None,
    previous_id: str | None = None,
    change: QuestionChange | None = None,
    ttl_seconds: int = 0,
) -> Answer:
    """Answers one question, or says what is missing; every question is kept in the history."""
    started = time.perf_counter()
    prompt = storable(prompt)
    today = as_of or store_today(workspace.timezone)
    before = _before(session, previous_id)
    if change is not None:
        parsed, entry, hit = changed(before, change), None, False
    else:
        parsed, entry, hit = _understood(
            session, warehouse, workspace, prompt, today, before, ttl_seconds
        )
    answer = _refused(workspace, prompt, parsed)
    if parsed.question:
        use = Use("ask", entry.id if entry else None)
        answer = _answered(session, warehouse, workspace, prompt, parsed, today, use)
    ms = (time.perf_counter() - started) * 1000
    return _kept(session, workspace, answer, parsed, entry, hit, ms)


def _before(session: Session, previous_id: str | None) -> Question | None:
    if previous_id is None:
        return None
    row = repository.asked(session, previous_id)
    if row is None:
        raise UnknownQuestion("There is no such question to follow up on.")
    return Question.model_validate(row.question) if row.question else None


def _understood(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    prompt: str,
    today: date,
    before: Question | None,
    ttl_seconds: int,
) -> tuple[Parsed, PromptCacheRow | None, bool]:
    """The meaning, the entry that holds it, and whether it was known."""
    known = cache.lookup(session, prompt) if before is None else None
    if known:
        row, question, said = known
        return Parsed(outcome="answer", question=question, assumptions=said), row, True
    parsed = parser_of(session, warehouse, workspace).parse(prompt, today, before)
    if parsed.question is None:
        return parsed, None, False
    if before is not None:
        return parsed, None, False
    row, hit = cache.remember(
        session, workspace.id, prompt, parsed.question, parsed.assumptions, ttl_seconds=ttl_seconds
    )
    return parsed, row, hit


def parser_of(session: Session, warehouse: Warehouse, workspace: Workspace) -> Parser:
    """The parser that knows the store's own values, made once per warehouse version."""
    key = (workspace.warehouse_version, workspace.name)
    with _lock:
        found = _parsers.get(workspace.id)
    if found and found[0] == key:
        return found[1]
    catalogue = answers.values(session, warehouse, workspace) if workspace.warehouse_version else {}
    parser = Parser(catalogue, names=(workspace.name, workspace.slug.replace("-", " ")))
    with _lock:
        while len(_parsers) >= _MOST_PARSERS:
            _parsers.pop(next(iter(_parsers)))
        _parsers[workspace.id] = (key, parser)
    return parser


def _refused(workspace: Workspace, prompt: str, parsed: Parsed) -> Answer:
    return Answer(
        id=new_id(),
        prompt=prompt,
        outcome=parsed.outcome,
        code=parsed.code,
        message=parsed.message,
        suggestions=parsed.suggestions,
        assumptions=parsed.assumptions,
        currency=workspace.currency,
        cache=CacheUse(hit=False, source=None, hits=0, entry_id=None),
        ms=0,
    )


def _answered(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    prompt: str,
    parsed: Parsed,
    today: date,
    use: Use,
) -> Answer:
    if parsed.question is None:
        raise ValueError("only a question that was understood has an answer")
    question = as_stored(parsed.question)
    query = question.at(today)
    try:
        found = _run(session, warehouse, workspace, query, today, use)
    except (Invalid, UnknownMetric) as error:
        return _impossible(workspace, prompt, question, error)
    except AppError as error:
        if error.code != "no_answer":
            raise
        return _impossible(workspace, prompt, question, error)
    filled = _filled(parsed, query, found) | {"question": question}
    return _refused(workspace, prompt, parsed).model_copy(update=filled)


def _run(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    query: SemanticQuery,
    today: date,
    use: Use,
) -> QueryAnswer:
    missing = [metric for metric in query.metrics if metric not in load_query_model().metrics]
    if missing:
        raise UnknownMetric(f"This store's data does not tell {missing[0].replace('_', ' ')} yet.")
    return answers.answer_query(session, warehouse, workspace, query, today, use)


def as_stored(question: Question) -> Question:
    """The question in the model's own metrics."""
    kept = [
        f
        for f in question.filters
        if {k: v for k, v in f.items() if v is not None} != _ANY_CAMPAIGN
    ]
    if len(kept) == len(question.filters) or not all(m in _OF_CAMPAIGNS for m in question.metrics):
        return question
    renamed = tuple(_OF_CAMPAIGNS[metric] for metric in question.metrics)
    order = tuple(o | {"by": _OF_CAMPAIGNS.get(o["by"], o["by"])} for o in question.order)
    return question.model_copy(update={"metrics": renamed, "filters": tuple(kept), "order": order})


def _filled(parsed: Parsed, query: SemanticQuery, found: QueryAnswer) -> dict[str, object]:
    notes = tuple(Assumption(slot="note", text=note) for note in found.notes)
    return {
        "semantic_query": query,
        "sql": found.sql,
        "sql_id": found.sql_id,
        "params": found.params,
        "columns": found.columns,
        "rows": found.rows,
        "truncated": found.truncated,
        "chart": chart(found.columns, len(found.rows)),
        "sentence": sentence(found),
        "assumptions": (*parsed.assumptions, *notes),
        "source": " and ".join(dict.fromkeys(s.label for s in found.sources)),
        "sources": found.sources,
        "window": found.window,
        "previous": found.previous,
        "data_until": found.data_until,
    }


def _impossible(workspace: Workspace, prompt: str, question: Question, error: AppError) -> Answer:
    """Understood, and no data here can tell: the sentence says which file is missing."""
    why = Parsed(outcome="clarify", code=error.code, message=error.message)
    return _refused(workspace, prompt, why).model_copy(update={"question": question})


def _kept(
    session: Session,
    workspace: Workspace,
    answer: Answer,
    parsed: Parsed,
    entry: PromptCacheRow | None,
    hit: bool,
    ms: float,
) -> Answer:
    """Counts the use and writes the history."""
    if entry and hit:
        repository.count_hit(session, entry.id, ms, answer.sql_id)
    row = AskedRow(
        id=answer.id,
        workspace_id=workspace.id,
        entry_id=entry.id if entry else None,
        prompt=answer.prompt,
        outcome=answer.outcome,
        code=answer.code,
        question=parsed.question.model_dump(mode="json") if parsed.question else None,
        cache_hit=hit,
        ms=ms,
    )
    session.add(row)
    session.flush()
    use = CacheUse(
        hit=hit,
        source=entry.source if entry else None,
        hits=entry.hits + 1 if entry and hit else 0,
        entry_id=entry.id if entry else None,
    )
    return answer.model_copy(update={"cache": use, "ms": ms})


def fill_cache(session: Session, warehouse: Warehouse, workspace: Workspace) -> int:
    """Knows the common questions of this store ahead; returns how many wordings."""
    if not workspace.warehouse_version:
        return 0
    tiles = metrics.summary(session, warehouse, workspace)
    known = [t.key for section in tiles.sections for t in section.tiles if t.value is not None]
    parser = parser_of(session, warehouse, workspace)
    today = store_today(workspace.timezone)
    return seeds.seed(session, workspace.id, parser, [workspace.name], known, today)


def history(session: Session) -> History:
    """The newest questions, and some to begin with."""
    rows = repository.history(session, _LISTED)
    fields = set(Asked.model_fields)
    items = tuple(Asked.model_validate(row.model_dump(include=fields)) for row in rows)
    return History(items=items, suggestions=seeds.SUGGESTIONS)


def suggestions(session: Session, typed: str) -> Suggestions:
    """What somebody who types this may mean: asked here before, or known to have an answer."""
    words = typed.split()[:_MOST_WORDS]
    asked = repository.asked_like(session, words, _SUGGESTED)
    known = repository.known_like(session, words, _SUGGESTED)
    unique = {prompt.casefold(): prompt for prompt in reversed([*asked, *known])}
    unique.pop(typed.strip().casefold(), None)
    return Suggestions(items=tuple(reversed(unique.values()))[:_SUGGESTED])


def feedback(session: Session, asked_id: str, *, helpful: bool) -> None:
    """Counts a thumb; two of them verify a drafted entry."""
    row = repository.asked(session, asked_id)
    if row is None:
        raise UnknownQuestion("There is no such question.")
    entry = repository.entry(session, row.entry_id) if row.entry_id else None
    if entry is None:
        return
    entry.feedback_up += helpful
    entry.feedback_down += not helpful
    if entry.status == "draft" and entry.feedback_up >= 2 > entry.feedback_down:
        entry.status = "verified"


def prompt_cache(session: Session, limit: int, offset: int) -> PromptEntries:
    """Entries of the cache, the most used first."""
    items = tuple(entry_of(row, n) for row, n in repository.entries(session, limit, offset))
    total = repository.count_entries(session)
    return PromptEntries(items=items, total=total, schema_version=cache.schema_version())


def update_entry(session: Session, entry_id: str, change: PromptEntryUpdate) -> PromptEntry:
    """Pins, verifies, expires or rewrites an entry."""
    row = _known(session, entry_id)
    if change.pinned is not None:
        row.pinned = change.pinned
    if change.status is not None:
        row.status = change.status
    if change.question is not None:
        change.question.at(now().date())
        row.question = change.question.model_dump(mode="json")
        row.meaning_hash = cache.meaning_hash(change.question)
        row.source, row.generator = "user", "edited"
    session.flush()
    return entry_of(row, 0)


def drop_entry(session: Session, entry_id: str) -> None:
    """Forgets an entry: the next question of its wording is read anew."""
    session.delete(_known(session, entry_id))


def _known(session: Session, entry_id: str) -> PromptCacheRow:
    row = repository.entry(session, entry_id)
    if row is None:
        raise UnknownEntry("There is no such entry.")
    return row


def entry_of(row: PromptCacheRow, wordings: int) -> PromptEntry:
    """An entry as it is shown, with how many wordings lead to it."""
    average = row.total_ms / row.hits if row.hits else None
    fields = row.model_dump(include=set(PromptEntry.model_fields) - {"question"})
    question = Question.model_validate(row.question)
    return PromptEntry(**fields, question=question, wordings=wordings, average_ms=average)
