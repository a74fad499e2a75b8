"""What a page stands on: a store at one version, the days asked for, and a way to run."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlmodel import Session

from marketing_agent.insights.page.errors import UnknownChoice
from marketing_agent.insights.page.schemas import InsightAsk, Option, PartSql
from marketing_agent.insights.page.sql import Sql, over_kept, statement
from marketing_agent.kernel.time import store_today
from marketing_agent.metrics import runs, windows
from marketing_agent.metrics.compiler.text import Statement
from marketing_agent.metrics.facts import kept_facts
from marketing_agent.metrics.prepared import Prepared, prepared
from marketing_agent.metrics.profile import TableProfile
from marketing_agent.metrics.query_schemas import AnswerWindow
from marketing_agent.metrics.runs import Ran, Use, plain, run_row
from marketing_agent.metrics.statements import keep
from marketing_agent.metrics.stored import Draft, TemplateKey
from marketing_agent.metrics.typed import Value
from marketing_agent.metrics.windows import Window
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

_USE = Use("insight")
Row = tuple[object, ...]


@dataclass(frozen=True)
class Found:
    """The rows of a statement, with what the glass box shows of it."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    evidence: PartSql

    def dicts(self) -> list[dict[str, object]]:
        """The rows by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass
class Ground:
    """One request. Statements run on it are stored first and written down as runs at the end."""

    session: Session
    warehouse: Warehouse
    workspace: Workspace
    ask: InsightAsk
    default_range: str
    options: tuple[Option, ...] = ()
    most: int = 500
    """Rows of a list that the caller reads; a statement of very many need not give more."""
    first: bool = False
    """Whether only what is there soon is asked for; what takes long may be left for later."""
    part: str | None = None
    """The only part that is asked for."""
    _runs: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def today(self) -> date:
        return self.ask.as_of or store_today(self.workspace.timezone)

    @cached_property
    def window(self) -> Window:
        return windows.resolve(self.ask.range or self.default_range, self.today)

    @cached_property
    def compared(self) -> Window | None:
        return windows.compared_with(self.window, self.ask.compare)

    @property
    def currency(self) -> str:
        return self.workspace.currency

    @cached_property
    def prepared(self) -> Prepared:
        return prepared(self.session, self.warehouse, self.workspace)

    def table(self, name: str) -> TableProfile | None:
        """What the version holds of a table; None where it has no row."""
        return self.prepared.profile.tables.get(name)

    @property
    def data_until(self) -> date | None:
        return self.prepared.profile.data_until

    def wants(self, part: str) -> bool:
        """Whether somebody asked for that part: for all of them, or for this one."""
        return self.part in (None, part)

    def chosen(self, name: str) -> str:
        """The value of an option: as asked, or the page's default. Raises UnknownChoice."""
        option = next(each for each in self.options if each.name == name)
        asked = getattr(self.ask, name) or option.value
        if asked not in {choice.value for choice in option.choices}:
            known = ", ".join(choice.value for choice in option.choices)
            raise UnknownChoice(f"{option.label} may be {known}, not {asked!r}.")
        return str(asked)

    def days(self) -> dict[str, Value]:
        """The parameters that every statement may take: days, first inside and last outside."""
        before = self.compared or self.window
        return {
            "start": self.window.start,
            "end": self.window.end,
            "before_start": before.start,
            "before_end": before.end,
            "today": self.today,
        }

    def run(self, sql: Sql, **given: Value) -> Found:
        """Stores the statement if it is new, runs it on the published version, notes the run."""
        text = statement(sql, self.warehouse.dialect)
        # Named after its text as well: another release's statement is another one.
        key = f"{sql.key}@{text.sha256[:12]}"
        name = TemplateKey(kind="insight", key=key, source="warehouse")
        draft = Draft(name=name, semantic_query={}, statement=text)
        sql_id = keep(self.session, self.workspace.id, draft)
        params = {key: (self.days() | given)[key] for key in text.parameters}
        version = self.workspace.warehouse_version
        asked = self._over_kept(sql) or text
        result = self.warehouse.query(self.workspace.id, version, asked.sql, params)
        ran = Ran(sql_id, len(result.rows), result.ms)
        self._runs.append(run_row(self.workspace, ran, _USE, params, self.today))
        evidence = PartSql(
            sql_id=sql_id,
            sql=text.sql,
            hash=text.sha256,
            dialect=text.dialect,
            params={key: plain(value) for key, value in params.items()},
            tables=sql.tables,
            ms=round(result.ms, 3),
        )
        return Found(result.columns, result.rows, evidence)

    def _over_kept(self, sql: Sql) -> Statement | None:
        """The same from kept facts, where it reads facts of orders and a job has kept them."""
        kept = kept_facts(self.warehouse, self.workspace) if sql.reads_facts else None
        return over_kept(sql, kept, self.warehouse.dialect) if kept else None

    def save(self) -> None:
        """Writes the runs down."""
        runs.save(self.session, self._runs)
        self._runs = []


def answer_window(window: Window) -> AnswerWindow:
    """The window with both ends inside."""
    return AnswerWindow(start=window.start, end=window.end - timedelta(days=1))
