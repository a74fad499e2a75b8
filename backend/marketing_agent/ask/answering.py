"""From a meaning to an answer: rows, words, chart and what explains them."""

from datetime import date

from sqlmodel import Session

from marketing_agent.ask.schemas import Answer, Assumption, CacheUse, Parsed
from marketing_agent.ask.sql.schemas import SqlAnswer
from marketing_agent.ask.stored import as_stored
from marketing_agent.ask.wording import sentence
from marketing_agent.kernel.errors import AppError, Invalid
from marketing_agent.kernel.ids import new_id
from marketing_agent.metrics import answers
from marketing_agent.metrics.charting import chart
from marketing_agent.metrics.errors import NoAnswer, UnknownMetric
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.query_schemas import AnswerColumn, QueryAnswer
from marketing_agent.metrics.question import Question
from marketing_agent.metrics.runs import Use
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

_DAYS = ("DATE", "TIMESTAMP")
_NUMBERS = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "HUGEINT", "DOUBLE", "FLOAT", "DECIMAL")


def blank(workspace: Workspace, prompt: str, parsed: Parsed) -> Answer:
    """An answer without numbers: a refusal, a question back, or one that is still to be filled."""
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


def by_query(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    prompt: str,
    asked: Question,
    assumptions: tuple[Assumption, ...],
    today: date,
    use: Use,
) -> Answer:
    """The answer of a semantic query, or in words why no data here can tell."""
    question = as_stored(asked)
    try:
        query = question.at(today)
        found = _run(session, warehouse, workspace, query, today, use)
    except (Invalid, UnknownMetric, NoAnswer) as error:
        return impossible(workspace, prompt, error, question)
    parsed = Parsed(outcome="answer", question=asked, assumptions=assumptions)
    filled = _filled(parsed, query, found) | {"question": question}
    return blank(workspace, prompt, parsed).model_copy(update=filled)


def by_sql(
    workspace: Workspace, prompt: str, found: SqlAnswer, assumptions: tuple[Assumption, ...]
) -> Answer:
    """The answer of a statement that a model or a person wrote."""
    columns = tuple(map(_column, found.columns, found.types))
    parsed = Parsed(outcome="answer", assumptions=assumptions)
    filled = {
        "sql": found.sql,
        "columns": columns,
        "rows": tuple(tuple(row) for row in found.rows),
        "truncated": found.truncated,
        "chart": chart(columns, len(found.rows)),
        "sentence": _told(found),
        "source": "SQL over the store's tables",
    }
    return blank(workspace, prompt, parsed).model_copy(update=filled)


def impossible(
    workspace: Workspace, prompt: str, error: AppError, question: Question | None = None
) -> Answer:
    """Understood, and not to be answered here: the sentence says which file is missing or why."""
    why = Parsed(outcome="clarify", code=error.code, message=error.message)
    return blank(workspace, prompt, why).model_copy(update={"question": question})


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


def _column(name: str, kind: str) -> AnswerColumn:
    label = name.replace("_", " ").strip().capitalize()
    if kind.startswith(_DAYS):
        return AnswerColumn(name=name, label=label, unit="date", role="date", of=None)
    if kind.startswith(_NUMBERS):
        return AnswerColumn(name=name, label=label, unit="ratio", role="value", of=None)
    return AnswerColumn(name=name, label=label, unit="text", role="dimension", of=None)


def _told(found: SqlAnswer) -> str:
    if not found.rows:
        return "Nothing was found."
    if len(found.rows) == 1 and len(found.columns) == 1:
        value = found.rows[0][0]
        shown = "no value" if value is None else f"{value:,}" if _is_number(value) else str(value)
        return f"{_column(found.columns[0], found.types[0]).label}: {shown}."
    return f"{len(found.rows):,} row{'s' if len(found.rows) > 1 else ''}."


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
