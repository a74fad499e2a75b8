"""Answers to semantic queries: planned, compiled once per shape, stored, run, and put in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from marketing_agent.kernel.errors import Invalid, NotFound
from marketing_agent.kernel.spreadsheet import csv_document
from marketing_agent.kernel.time import store_today
from marketing_agent.metrics import repository
from marketing_agent.metrics.answer_rows import PartRow, answer_columns, answer_rows, part_rows
from marketing_agent.metrics.compiler.text import Statement
from marketing_agent.metrics.errors import UnsupportedQuery
from marketing_agent.metrics.held import Held, held
from marketing_agent.metrics.planner import Planned
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.query_schemas import (
    AnswerSource,
    AnswerWindow,
    BatchAnswer,
    BatchItem,
    QueryAnswer,
    QueryProblem,
)
from marketing_agent.metrics.runs import Ran, Use, plain, run_row
from marketing_agent.metrics.statements import keep
from marketing_agent.metrics.stored import Draft
from marketing_agent.metrics.typed import Value
from marketing_agent.metrics.ways import Way
from marketing_agent.metrics.windows import Window
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.schemas import QueryResult
from marketing_agent.warehouse.service import Warehouse

_API = Use("query")


@dataclass(frozen=True)
class _Ran:
    """A query that was run, with everything that led to its rows."""

    known: Held
    planned: Planned
    statement: Statement
    template: str
    params: Mapping[str, Value]
    result: QueryResult


@dataclass(frozen=True)
class Parts:
    """The exact rows of one metric over two windows, and what explains them.

    `before_known` is false where no file tells of any day compared with.
    """

    rows: tuple[PartRow, ...]
    before_known: bool
    sql: str
    sql_id: str
    hash: str
    dialect: str
    params: dict[str, str | int | float | bool]
    sources: tuple[AnswerSource, ...]
    window: AnswerWindow
    previous: AnswerWindow
    notes: tuple[str, ...]
    data_until: date | None
    ms: float


def answer_query(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    query: SemanticQuery,
    today: date | None = None,
    use: Use = _API,
) -> QueryAnswer:
    """The rows of a query over the published version, with what explains them.

    Raises UnsupportedQuery for what cannot be asked, NoAnswer for what no file here tells.
    """
    today = today or store_today(workspace.timezone)
    ran = _run(session, warehouse, workspace, query, today, use)
    planned, statement = ran.planned, ran.statement
    columns = answer_columns(ran.known.holdings.model, planned)
    return QueryAnswer(
        query=query,
        columns=columns,
        rows=answer_rows(ran.known, planned, columns, ran.result),
        truncated=_is_truncated(planned, query, ran.result),
        sql=statement.sql,
        sql_id=ran.template,
        hash=statement.sha256,
        dialect=statement.dialect,
        params={name: plain(value) for name, value in ran.params.items()},
        sources=_sources(planned),
        currency=workspace.currency,
        window=_window(planned.window),
        previous=_window(planned.compared) if planned.compared else None,
        notes=_notes(planned, today),
        data_until=ran.known.holdings.profile.data_until,
        model_version=ran.known.holdings.model.version,
        ms=ran.result.ms,
    )


def answer_parts(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    query: SemanticQuery,
    today: date,
    use: Use = _API,
) -> Parts:
    """The rows of a query of one metric over two windows, before anything is divided or rounded.

    Raises what `answer_query` raises.
    """
    ran = _run(session, warehouse, workspace, query, today, use)
    planned = ran.planned
    if planned.compared is None:
        raise UnsupportedQuery("A change needs a window to compare with.")
    return Parts(
        rows=part_rows(ran.known, planned, ran.result),
        before_known=_is_told(planned.ways[planned.shown[0]], planned.compared),
        sql=ran.statement.sql,
        sql_id=ran.template,
        hash=ran.statement.sha256,
        dialect=ran.statement.dialect,
        params={name: plain(value) for name, value in ran.params.items()},
        sources=_sources(planned),
        window=_window(planned.window),
        previous=_window(planned.compared),
        notes=_notes(planned, today),
        data_until=ran.known.holdings.profile.data_until,
        ms=ran.result.ms,
    )


def _run(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    query: SemanticQuery,
    today: date,
    use: Use,
) -> _Ran:
    """Plans, compiles, stores and runs a query, and writes the run down."""
    known = held(session, warehouse, workspace)
    ready = known.ready(query)
    planned, statement = ready.planned, ready.statement
    template = keep(session, workspace.id, ready.draft)
    params = {name: planned.params[name] for name in statement.parameters}
    result = warehouse.query(workspace.id, workspace.warehouse_version, statement.sql, params)
    ran = Ran(template, len(result.rows), result.ms)
    repository.add_runs(session, [run_row(workspace, ran, use, params, today)])
    return _Ran(known, planned, statement, template, params, result)


def store_query(
    session: Session, warehouse: Warehouse, workspace: Workspace, query: SemanticQuery
) -> str:
    """The id of the statement that answers a query, compiled and stored without running it.

    Raises what `answer_query` raises.
    """
    return keep(session, workspace.id, drafter(session, warehouse, workspace)(query))


def drafter(
    session: Session, warehouse: Warehouse, workspace: Workspace
) -> Callable[[SemanticQuery], Draft]:
    """Gives the statement of a query without running it, by what is known now: needs no session.

    The function raises what `answer_query` would raise before it reads rows.
    """
    known = held(session, warehouse, workspace)

    def draft(query: SemanticQuery) -> Draft:
        return known.ready(query).draft

    return draft


def checker(
    session: Session, warehouse: Warehouse, workspace: Workspace
) -> Callable[[SemanticQuery], None]:
    """Raises for a query what `answer_query` would raise before it reads rows; needs no session."""
    draft = drafter(session, warehouse, workspace)

    def check(query: SemanticQuery) -> None:
        draft(query)

    return check


def answer_batch(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    queries: Sequence[SemanticQuery],
    today: date | None = None,
) -> BatchAnswer:
    """Answers in the order of the queries, each on its own."""
    items = []
    for query in queries:
        try:
            answer = answer_query(session, warehouse, workspace, query, today)
            items.append(BatchItem(answer=answer, problem=None))
        except (Invalid, NotFound) as error:
            problem = QueryProblem(code=error.code, message=str(error))
            items.append(BatchItem(answer=None, problem=problem))
    return BatchAnswer(items=tuple(items))


def values(session: Session, warehouse: Warehouse, workspace: Workspace) -> dict[str, list[str]]:
    """The values of the workspace's own data by the plural name of their dimension."""
    return held(session, warehouse, workspace).values.index()


def holds_all(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    named: Iterable[tuple[str, object]],
) -> bool:
    """Whether the data may still hold these values, each of a dimension."""
    known = held(session, warehouse, workspace)
    return all(known.may_hold(dimension, value) for dimension, value in named)


def answer_csv(answer: QueryAnswer) -> str:
    """The rows as CSV that no spreadsheet runs."""
    return csv_document([[column.label for column in answer.columns], *answer.rows])


def _is_truncated(planned: Planned, query: SemanticQuery, result: QueryResult) -> bool:
    """Whether there may be more rows, or members of a trend, than were asked to be shown."""
    if query.limit is not None:
        return False
    shown = len(result.rows)
    if planned.plan.grain and planned.plan.dimensions:
        at = [result.columns.index(each.name) for each in planned.plan.dimensions]
        shown = len({tuple(row[place] for place in at) for row in result.rows})
    return shown >= int(str(planned.params["limit"]))


def _is_told(way: Way, window: Window) -> bool:
    """Whether the data reaches into the window at all."""
    return way.sparse or all(each.fit(window) != "outside" for each in way.coverages)


def _window(window: Window) -> AnswerWindow:
    return AnswerWindow(start=window.start, end=window.range.last)


def _sources(planned: Planned) -> tuple[AnswerSource, ...]:
    return tuple(
        AnswerSource(
            metric=key, kind=way.source.kind, label=way.label, overlaps=way.source.overlaps
        )
        for key, way in planned.ways.items()
    )


def _notes(planned: Planned, today: date) -> tuple[str, ...]:
    found: Iterable[str] = (note for way in planned.ways.values() for note in way.notes)
    notes = [*planned.notes, *found]
    if planned.window.range.last >= today and planned.plan.grain is None:
        notes.append("Today is not over, and its numbers grow.")
    return tuple(dict.fromkeys(notes))
