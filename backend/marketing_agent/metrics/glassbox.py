"""What lies under a number: its stored SQL, its rows and the files they came from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, cast

from sqlmodel import Session

from marketing_agent.kernel.errors import Invalid
from marketing_agent.kernel.money import from_minor
from marketing_agent.kernel.spreadsheet import csv_document
from marketing_agent.metrics.choice import Choice, NoChoice
from marketing_agent.metrics.errors import NoAnswer
from marketing_agent.metrics.figures import ByStatement, Params, window_params
from marketing_agent.metrics.prepared import Template
from marketing_agent.metrics.reading import Ask, Reading
from marketing_agent.metrics.schemas import (
    Cell,
    FileOrigin,
    KpiSql,
    Lineage,
    LineageFile,
    RowColumn,
    Rows,
)
from marketing_agent.metrics.semantics import Metric, Term
from marketing_agent.metrics.sources import choose
from marketing_agent.metrics.stored import Kind, TemplateKey, rows_key
from marketing_agent.metrics.tiles import Page
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

MAX_PAGE = 500
MAX_DOWNLOAD = 200_000
_COUNTS = {
    "units", "recipients", "delivered", "unique_opens", "unique_clicks", "orders", "unsubscribes",
    "impressions", "clicks", "conversions",
}  # fmt: skip
FileLookup = Callable[[Session, Sequence[str]], Mapping[str, FileOrigin]]
_lookups: list[FileLookup] = []


def register_files(lookup: FileLookup) -> None:
    """Lets the module that keeps files tell their names: file ids to what is known of each."""
    _lookups[:] = [lookup]


@dataclass(frozen=True)
class _Under:
    """A metric with the source that answers it."""

    reading: Reading
    page: Page
    metric: Metric
    choice: Choice

    @property
    def params(self) -> Params:
        window = self.page.window_of(self.metric)
        compared = self.page.compared(self.metric)
        usable = compared if compared and self.choice.answers(compared) else None
        return window_params(self.choice, window, usable)

    def name(self, kind: Kind, entity: str | None = None) -> TemplateKey:
        key = rows_key(self.metric, entity) if entity else self.metric.key
        return TemplateKey(kind=kind, key=key, source=self.choice.source.name)

    def template(self, kind: Kind, entity: str | None = None) -> Template:
        return self.reading.prepared.template(self.name(kind, entity))


def sql(session: Session, warehouse: Warehouse, workspace: Workspace, key: str, ask: Ask) -> KpiSql:
    """The statement behind the number, run once to say how long it takes."""
    under = _under(session, warehouse, workspace, key, ask)
    template = under.template("kpi")
    result = under.reading.runner(under.name("kpi"), under.params)
    under.reading.runner.save(session)
    return KpiSql(
        sql_id=template.id,
        key=key,
        sql=template.sql,
        dialect=template.dialect,
        params={name: _shown(under.params[name]) for name in template.parameters},
        formula=under.metric.formula,
        hash=template.sha256,
        model_version=template.model_version,
        ms=round(result.ms, 3),
    )


def rows(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    key: str,
    ask: Ask,
    *,
    table: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Rows:
    """A page of the rows under the number, of one of the tables it reads."""
    under = _under(session, warehouse, workspace, key, ask)
    entity = _entity(under, table)
    params = under.params | {"limit": limit, "offset": offset}
    found = under.reading.runner(under.name("rows", entity), params)
    total = under.reading.runner(under.name("count", entity), params)
    under.reading.runner.save(session)
    columns = [_column(under, name) for name in found.columns]
    return Rows(
        table=entity,
        tables=under.choice.source.entities(),
        columns=tuple(RowColumn(name=n.removesuffix("_minor"), unit=u) for n, u in columns),
        rows=tuple(_row(under, row, columns) for row in found.rows),
        total=cast(int, total.rows[0][0]),
    )


def rows_csv(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    key: str,
    ask: Ask,
    table: str | None = None,
) -> str:
    """All rows under the number as CSV that no spreadsheet runs."""
    page = rows(session, warehouse, workspace, key, ask, table=table, limit=MAX_DOWNLOAD)
    return csv_document([[column.name for column in page.columns], *page.rows])


def lineage(
    session: Session, warehouse: Warehouse, workspace: Workspace, key: str, ask: Ask
) -> Lineage:
    """The files whose rows the number counts."""
    under = _under(session, warehouse, workspace, key, ask)
    found = under.reading.runner(under.name("lineage"), under.params)
    under.reading.runner.save(session)
    counts: dict[tuple[str, str], int] = {}
    for _table, import_id, file_id, count in cast(list[tuple[str, str, str, int]], found.rows):
        if file_id:
            counts[import_id, file_id] = counts.get((import_id, file_id), 0) + count
    known = _lookups[0](session, [file_id for _, file_id in counts]) if _lookups else {}
    files = tuple(
        LineageFile(
            **known.get(file_id, _unnamed(file_id)).model_dump(), import_id=import_id, rows=count
        )
        for (import_id, file_id), count in sorted(counts.items())
    )
    tables = tuple(dict.fromkeys(str(row[0]) for row in found.rows))
    return Lineage(files=files, tables=tables)


def _under(
    session: Session, warehouse: Warehouse, workspace: Workspace, key: str, ask: Ask
) -> _Under:
    reading = Reading(session, warehouse, workspace, ask)
    metric = reading.model.metric(key)
    page = reading.page(ByStatement)
    choice = choose(page.question(metric))
    if isinstance(choice, NoChoice):
        raise NoAnswer(choice.note or metric.missing)
    return _Under(reading, page, metric, choice)


def _entity(under: _Under, table: str | None) -> str:
    there = under.choice.source.entities()
    if table is None:
        return there[0]
    if table not in there:
        raise Invalid(f"{under.metric.label} reads {' and '.join(there)}, not {table!r}.")
    return table


def _column(under: _Under, name: str) -> tuple[str, Literal["money", "count", "date", "text"]]:
    if name.endswith("_minor"):
        return name, "money"
    if name == "amount":
        return name, _unit_of_amounts(under)
    if name.endswith(("date", "bucket_start", "bucket_end")):
        return name, "date"
    return name, "count" if name in _COUNTS else "text"


def _unit_of_amounts(under: _Under) -> Literal["money", "count", "text"]:
    """A report has a row per metric: some of its amounts may be money and others not."""
    kinds = {term.measure.money for term in _report_terms(under)}
    if len(kinds) > 1:
        return "text"
    return "money" if True in kinds else "count"


def _report_terms(under: _Under) -> list[Term]:
    source = under.choice.source
    return [t for t in source.numerator + source.denominator if t.measure.report_metric]


def _row(
    under: _Under, row: tuple[object, ...], columns: Sequence[tuple[str, str]]
) -> tuple[Cell, ...]:
    cells = dict(zip((name for name, _ in columns), row, strict=True))
    money = {t.measure.report_metric for t in _report_terms(under) if t.measure.money}
    units = [
        "money" if name == "amount" and cells["metric"] in money else unit for name, unit in columns
    ]
    currency = under.reading.workspace.currency
    return tuple(_cell(value, unit, currency) for value, unit in zip(row, units, strict=True))


def _cell(value: object, unit: str, currency: str) -> Cell:
    if unit == "money" and isinstance(value, int):
        return float(from_minor(value, currency))
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, datetime) else cast(Cell, value)


def _shown(value: date | str | int | bool) -> str | int | bool:
    return value.isoformat() if isinstance(value, date) else value


def _unnamed(file_id: str) -> FileOrigin:
    return FileOrigin(file_id=file_id, name=file_id, kind="file", imported_at=None, sha256=None)
