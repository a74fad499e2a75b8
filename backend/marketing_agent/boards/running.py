"""Answers of saved things: questions inside the transaction, SQL after it, its runs in another."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from marketing_agent.boards.rows import columns_of
from marketing_agent.boards.schemas import (
    SavedAnswer,
    SavedQuestion,
    WidgetData,
)
from marketing_agent.boards.service import Ground
from marketing_agent.boards.statements import Statements
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.time import store_today
from marketing_agent.metrics import answers, runs
from marketing_agent.metrics.charting import chart
from marketing_agent.metrics.query_schemas import QueryAnswer, QueryProblem
from marketing_agent.metrics.question import Question
from marketing_agent.metrics.statements import keep_sql
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller
from marketing_agent.warehouse.service import Warehouse

_USE = runs.Use("board")
_TOGETHER_SECONDS = 20.0


class TooLate(AppError):
    """The statements before it took the time of the whole batch."""

    code = "board.too_late"
    status = 503
    retryable = True


@dataclass(frozen=True)
class _Waiting:
    """A checked statement that runs once the transaction has ended."""

    thing: SavedQuestion
    sql: str
    template_id: str


@dataclass
class Batch:
    """Several saved things on their way to answers, in the order they were asked for."""

    ground: Ground
    as_of: date | None = None
    done: dict[str, SavedAnswer | AppError] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    waiting: list[_Waiting] = field(default_factory=list)
    ran: list[runs.Ran] = field(default_factory=list)

    def start(self, session: Session, things: Sequence[SavedQuestion]) -> None:
        """Answers questions, and checks statements and stores them."""
        for thing in things:
            self.order.append(thing.id)
            try:
                if thing.question is not None:
                    self.done[thing.id] = self._answered(session, thing, thing.question)
                else:
                    self.waiting.append(self._checked(session, thing))
            except AppError as error:
                self.done[thing.id] = error

    def run_statements(self) -> None:
        """Runs what waits, one after another. Hold no session meanwhile."""
        until = time.monotonic() + _TOGETHER_SECONDS
        for one in self.waiting:
            late = time.monotonic() > until
            self.done[one.thing.id] = TooLate(_LATE) if late else self._ran(one)

    def record(self, session: Session) -> None:
        """Writes the runs of statements down."""
        runs.record(session, self.ground.workspace, _USE, *self.ran)

    def items(self) -> tuple[WidgetData, ...]:
        """Answers and problems, in order."""
        return tuple(_item(thing_id, self.done[thing_id]) for thing_id in self.order)

    def only(self) -> SavedAnswer:
        """The answer of a batch of one; raises why there is none."""
        (found,) = self.done.values()
        if isinstance(found, AppError):
            raise found
        return found

    def _answered(self, session: Session, thing: SavedQuestion, asked: Question) -> SavedAnswer:
        workspace = self.ground.workspace
        today = self.as_of or store_today(workspace.timezone)
        query = asked.at(today)
        found = answers.answer_query(session, self.ground.warehouse, workspace, query, today, _USE)
        return _of_question(thing, found)

    def _checked(self, session: Session, thing: SavedQuestion) -> _Waiting:
        sql = self.ground.statements.check(thing.sql or "")
        return _Waiting(thing, sql, keep_sql(session, self.ground.workspace.id, sql))

    def _ran(self, one: _Waiting) -> SavedAnswer | AppError:
        started = time.perf_counter()
        try:
            table = self.ground.statements.run(self.ground.workspace, one.sql)
        except AppError as error:
            ms = (time.perf_counter() - started) * 1000
            self.ran.append(runs.Ran(one.template_id, 0, ms, error=error.code))
            return error
        self.ran.append(runs.Ran(one.template_id, len(table.rows), table.ms))
        columns = columns_of(table)
        return SavedAnswer(
            question=None,
            semantic_query=None,
            sql=one.sql,
            sql_id=one.template_id,
            params={},
            columns=columns,
            rows=tuple(map(tuple, table.rows)),
            truncated=table.truncated,
            chart=one.thing.chart or chart(columns, len(table.rows)),
            source="Your SQL",
            sources=(),
            currency=self.ground.workspace.currency,
            window=None,
            previous=None,
            notes=(),
            data_until=None,
            ms=table.ms,
        )


@dataclass(frozen=True, slots=True)
class Door:
    """A caller's way to the store, with transactions of its own: SQL runs outside of them."""

    database: Database
    warehouse: Warehouse
    statements: Statements
    caller: Caller

    def ground(self, session: Session) -> Ground:
        """What saved things stand on, as this transaction sees it."""
        workspace = tenancy.get_workspace(session, self.caller.workspace_id)
        return Ground(workspace, self.warehouse, self.statements)

    def run(
        self, choose: Callable[[Session], Sequence[SavedQuestion]], as_of: date | None
    ) -> Batch:
        """Answers the chosen things; a slow statement holds no connection meanwhile."""
        caller, database = self.caller, self.database
        with database.transaction(
            caller.workspace_id, user_id=caller.user_id, lasting=False
        ) as session:
            batch = Batch(self.ground(session), as_of)
            batch.start(session, choose(session))
        if batch.waiting:
            batch.run_statements()
            with database.transaction(caller.workspace_id, lasting=False) as session:
                batch.record(session)
        return batch


_LATE = "The other statements took too long. Ask for this one alone."


def _of_question(thing: SavedQuestion, found: QueryAnswer) -> SavedAnswer:
    shared = set(SavedAnswer.model_fields) & set(QueryAnswer.model_fields)
    return SavedAnswer(
        **{name: getattr(found, name) for name in shared},
        question=thing.question,
        semantic_query=found.query,
        chart=thing.chart or chart(found.columns, len(found.rows)),
        source=" and ".join(dict.fromkeys(one.label for one in found.sources)),
    )


def _item(thing_id: str, found: SavedAnswer | AppError) -> WidgetData:
    if isinstance(found, AppError):
        problem = QueryProblem(code=found.code, message=found.message)
        return WidgetData(id=thing_id, answer=None, problem=problem)
    return WidgetData(id=thing_id, answer=found, problem=None)
