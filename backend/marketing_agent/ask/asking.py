"""One question from words to an answer: what is known, what the parser reads, what a model reads.

The order is fixed. A known wording answers first, then the parser when it is sure. Only where it
would ask back, for a reason that a better reader can lift, a language model is asked; what is
refused never reaches one. A model and a statement are waited for without a database session, so
a question takes up to two transactions (docs/decisions/0012).
"""

import time
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from marketing_agent.ask import answering, cache, repository
from marketing_agent.ask.cases import Case, Desk, Found
from marketing_agent.ask.changing import changed
from marketing_agent.ask.errors import UnknownQuestion
from marketing_agent.ask.helping import Help, Helped, may_help
from marketing_agent.ask.lifetimes import seconds_of
from marketing_agent.ask.naming import named_values
from marketing_agent.ask.parsers import parser_of
from marketing_agent.ask.schemas import Answer, CacheUse, ModelUse, Parsed, QuestionChange
from marketing_agent.ask.sql import service as sql
from marketing_agent.ask.tables import AskedRow
from marketing_agent.ask.text import storable
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.time import store_today
from marketing_agent.metrics import answers, runs
from marketing_agent.metrics.catalogue import metric_catalogue
from marketing_agent.metrics.question import Question
from marketing_agent.metrics.runs import Ran, Use
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller
from marketing_agent.warehouse.sandbox.service import open_sandbox

_DOUBT = ("outcome", "code", "message", "suggestions")
_READ = "Read by a model, unverified"
_WRITTEN = "Model-written, unverified"
_UNCONFIRMED = Parsed(
    outcome="clarify",
    code="sql_unconfirmed",
    message="A model wrote SQL for this question, and nobody who may write SQL has confirmed it.",
)


def ask(
    desk: Desk,
    caller: Caller,
    prompt: str,
    *,
    as_of: date | None = None,
    previous_id: str | None = None,
    change: QuestionChange | None = None,
) -> Answer:
    """Answers one question, or says what is missing; every question is kept in the history."""
    started, prompt = time.perf_counter(), storable(prompt)
    with _transaction(desk, caller) as session:
        case = _opened(session, caller, prompt, as_of, previous_id, started)
        found = _found(session, desk, case, change)
        step = _first_step(session, desk, case, found)
        if isinstance(step, Answer):
            return _kept(session, case, step, found)
    if isinstance(step, Help):
        return _by_model(desk, case, step.read())
    return _by_statement(desk, case, found, step)


def _transaction(desk: Desk, caller: Caller) -> AbstractContextManager[Session]:
    """What questions leave behind are counts, history and meanings that can be read again."""
    return desk.database.transaction(caller.workspace_id, user_id=caller.user_id, lasting=False)


def _opened(
    session: Session,
    caller: Caller,
    prompt: str,
    as_of: date | None,
    previous_id: str | None,
    started: float,
) -> Case:
    workspace = tenancy.get_workspace(session, caller.workspace_id)
    before = _before(session, previous_id)
    today = as_of or store_today(workspace.timezone)
    key = cache.prompt_hash(prompt, before)
    return Case(caller, workspace, prompt, today, before, key, started)


def _before(session: Session, previous_id: str | None) -> cache.Meaning | None:
    """What the question before meant; None also where it was not understood."""
    if previous_id is None:
        return None
    row = repository.asked(session, previous_id)
    if row is None:
        raise UnknownQuestion("There is no such question to follow up on.")
    if row.question:
        return Question.model_validate(row.question)
    entry = repository.entry(session, row.entry_id) if row.entry_id else None
    return entry.sql_text if entry else None


def _found(session: Session, desk: Desk, case: Case, change: QuestionChange | None) -> Found:
    if change is None:
        return _looked_up(session, desk, case) or _parsed(session, desk, case)
    before = case.before if isinstance(case.before, Question) else None
    parsed = changed(before, change)
    return Found(parsed, parsed.question, by_hand=True)


def _looked_up(session: Session, desk: Desk, case: Case) -> Found | None:
    known = cache.lookup(session, case.key)
    if known is None or _names_what_is_gone(session, desk, case, known):
        return None
    if known.draft and isinstance(known.meaning, str) and not case.may_write_sql:
        return Found(_UNCONFIRMED)
    parsed = Parsed(outcome="answer", assumptions=known.assumptions)
    return Found(parsed, known.meaning, known, hit=True, by_wording=True)


def _names_what_is_gone(session: Session, desk: Desk, case: Case, known: cache.Known) -> bool:
    """A product may have another name now: its wording is read anew, never answered with nought."""
    if not isinstance(known.meaning, Question):
        return False
    named = list(named_values(known.meaning))
    return bool(named) and not answers.holds_all(session, desk.warehouse, case.workspace, named)


def _parsed(session: Session, desk: Desk, case: Case) -> Found:
    parser = parser_of(session, desk.warehouse, case.workspace)
    before = case.before if isinstance(case.before, Question) else None
    parsed = parser.parse(case.prompt, case.today, before)
    if parsed.question is None:
        return Found(parsed)
    return _remembered(session, desk, case, parsed, parsed.question, cache.Maker())


def _remembered(
    session: Session,
    desk: Desk,
    case: Case,
    parsed: Parsed,
    meaning: cache.Meaning,
    maker: cache.Maker,
) -> Found:
    ttl = seconds_of(session, maker.source, desk.settings.prompt_cache_ttl)
    maker = replace(maker, ttl_seconds=ttl)
    known, hit = cache.remember(
        session, case.workspace.id, case.prompt, meaning, parsed.assumptions, maker, case.key
    )
    return Found(parsed, meaning, known, hit)


def _first_step(session: Session, desk: Desk, case: Case, found: Found) -> Answer | Help | str:
    """The answer, or what is to be waited for first: a model's reading, or a statement."""
    if isinstance(found.meaning, str):
        return found.meaning
    answer = _answered(session, desk, case, found)
    doubt = Parsed.model_validate(answer.model_dump(include=set(_DOUBT)))
    lifts = not found.by_hand and may_help(doubt, case.prompt, case.workspace)
    if desk.reader is None or not lifts:
        return answer
    index = parser_of(session, desk.warehouse, case.workspace).index
    return Help(
        reader=desk.reader,
        catalogue=metric_catalogue(session, desk.warehouse, case.workspace),
        check=answers.checker(session, desk.warehouse, case.workspace),
        index=index,
        prompt=case.prompt,
        before=case.before,
        doubt=doubt,
        today=case.today,
        may_write_sql=case.may_write_sql,
    )


def _answered(session: Session, desk: Desk, case: Case, found: Found) -> Answer:
    if not isinstance(found.meaning, Question):
        return answering.blank(case.workspace, case.prompt, found.parsed)
    return answering.by_query(
        session,
        desk.warehouse,
        case.workspace,
        case.prompt,
        found.meaning,
        found.parsed.assumptions,
        case.today,
        _use(found),
    )


def _use(found: Found) -> Use:
    return Use("ask", found.known.entry.id if found.known else None)


def _by_statement(desk: Desk, case: Case, found: Found, statement: str) -> Answer:
    """Runs SQL that the wording is known to mean: the guard judges it again each time."""
    answer, ran = _run(desk, case, statement, found.parsed)
    with _transaction(desk, case.caller) as session:
        runs.record(session, case.workspace, _use(found), ran)
        return _kept(session, case, answer, found)


def _by_model(desk: Desk, case: Case, helped: Helped) -> Answer:
    """Keeps what a model read as a draft, and answers it."""
    if isinstance(helped.meaning, str):
        return _by_new_statement(desk, case, helped, helped.meaning)
    with _transaction(desk, case.caller) as session:
        if helped.meaning is None:
            answer = answering.blank(case.workspace, case.prompt, helped.parsed)
            return _kept(session, case, answer, Found(helped.parsed), helped.use)
        found = _drafted(session, desk, case, helped, helped.meaning)
        return _kept(session, case, _answered(session, desk, case, found), found, helped.use)


def _by_new_statement(desk: Desk, case: Case, helped: Helped, statement: str) -> Answer:
    """Runs SQL that a model wrote; what does not run is not kept."""
    answer, ran = _run(desk, case, statement, helped.parsed)
    with _transaction(desk, case.caller) as session:
        found = Found(helped.parsed)
        if answer.outcome == "answer":
            found = _drafted(session, desk, case, helped, statement)
        runs.record(session, case.workspace, _use(found), ran)
        return _kept(session, case, answer, found, helped.use)


def _drafted(
    session: Session, desk: Desk, case: Case, helped: Helped, meaning: cache.Meaning
) -> Found:
    maker = cache.Maker("llm", helped.use.name)
    found = _remembered(session, desk, case, helped.parsed, meaning, maker)
    if found.known:
        repository.count_reading(session, found.known.entry.id, helped.spent)
    return found


def _run(desk: Desk, case: Case, statement: str, parsed: Parsed) -> tuple[Answer, Ran]:
    """The rows of a statement, or why it has none, and what to write down. Holds no session."""
    sandbox, started = open_sandbox(desk.settings), time.perf_counter()
    try:
        found = sql.run(sandbox, desk.warehouse, case.workspace, statement, today=case.today)
    except AppError as error:
        ms = (time.perf_counter() - started) * 1000
        ran = Ran(None, rows=0, ms=ms, sql_text=statement, error=error.code)
        return answering.impossible(case.workspace, case.prompt, error), ran
    ran = Ran(None, rows=len(found.rows), ms=found.ms, sql_text=found.sql)
    return answering.by_sql(case.workspace, case.prompt, found, parsed.assumptions), ran


def _kept(
    session: Session, case: Case, answer: Answer, found: Found, use: ModelUse | None = None
) -> Answer:
    """Counts the use, writes the history, and says who read the question."""
    ms = (time.perf_counter() - case.started) * 1000
    entry = found.known.entry if found.known else None
    if found.known and found.hit:
        saved = found.by_wording and found.known.alias.source == "llm"
        repository.count_hit(session, found.known.entry.id, ms, answer.sql_id, saved=saved)
    question = (
        found.meaning.model_dump(mode="json") if isinstance(found.meaning, Question) else None
    )
    session.add(
        AskedRow(
            id=answer.id,
            workspace_id=case.workspace.id,
            entry_id=entry.id if entry else None,
            prompt=case.prompt,
            outcome=answer.outcome,
            code=answer.code,
            question=question,
            prompt_hash=case.key,
            cache_hit=found.hit,
            ms=ms,
        )
    )
    session.flush()
    return answer.model_copy(update=_provenance(answer, found) | {"model": use, "ms": ms})


def _provenance(answer: Answer, found: Found) -> dict[str, object]:
    """Who read the question and who wrote the SQL, and whether people have confirmed it."""
    known = found.known
    if known is None:
        return {}
    is_sql = isinstance(found.meaning, str)
    draft = known.draft and answer.outcome == "answer"
    by_people = "user" if known.entry.source == "user" else "model"
    use = CacheUse(
        hit=found.hit,
        source=known.alias.source if known.alias.source == "llm" else known.entry.source,
        hits=known.entry.hits + 1 if found.hit else 0,
        entry_id=known.entry.id,
    )
    label = (_WRITTEN if is_sql else _READ) if draft else None
    sql_by = by_people if is_sql else "compiler"
    return {"cache": use, "draft": draft, "label": label, "sql_by": sql_by}
