"""The reader of files with one row per thing: forms/*.yaml say what each column means."""

from dataclasses import replace
from functools import cached_property

from sqlglot import exp

from marketing_agent.connectors.sdk import Check, Stream
from marketing_agent.ingestion.formats import Field, Form
from marketing_agent.ingestion.readers.base import (
    KEPT_REJECTIONS,
    ReadResult,
    Source,
    Span,
    Traits,
    lost_ids,
    malformed,
    rejected_values,
)
from marketing_agent.ingestion.readers.cells import Value, typed_rows, value_of
from marketing_agent.ingestion.readers.contacts import read_contacts
from marketing_agent.ingestion.readers.fates import fate_counts, rejections_of
from marketing_agent.ingestion.readers.hints import snapshot_day
from marketing_agent.ingestion.readers.sql import (
    alias,
    coalesce,
    column,
    create_table,
    create_view,
    sql,
    text,
)
from marketing_agent.warehouse.schemas import StagedFile, canonical_tables

_SUMMED = {"BIGINT", "INTEGER", "DOUBLE"}
_SPAN_COLUMNS = ("date", "send_date", "bucket_start", "transaction_date")


class RowsReader:
    """Reads a file whose rows map one to one to a canonical table."""

    def __init__(self, source: Source, form: Form) -> None:
        self.source = source
        self.form = form
        self.kind = form.kind
        self.label = form.label

    @cached_property
    def _table(self) -> str:
        return next(iter(self.form.tables))

    @cached_property
    def _fields(self) -> tuple[Field, ...]:
        return self.form.tables[self._table]

    @cached_property
    def _keep(self) -> list[str]:
        cells = self.source.cells
        if self.form.repeat == "sum":
            # Rows that differ in any column are different things, so all columns are compared.
            return list(self.source.columns)
        wanted = [h for f in self._fields for h in (*f.headers, *f.all_of, *f.fallback)]
        wanted += [h for headers in self.form.contacts.values() for h in headers]
        wanted += [*self.form.ids, *([self.form.currency] if self.form.currency else [])]
        return list(dict.fromkeys(cells.position[h] for h in wanted if cells.has(h)))

    def check(self) -> Check:
        """Loads the cells; refuses lost ids and amounts in another currency."""
        self.source.load(self._keep)
        reason = lost_ids(self.source, self.form) or self._other_currency()
        return Check(ok=reason is None, message=reason or "")

    def discover(self) -> list[Stream]:
        """The one canonical table."""
        return [Stream(self._table, None)]

    def traits(self) -> Traits:
        """The currency, when every row has the same."""
        if self.form.currency_in_header:
            return Traits(currency=self._header_currency())
        if not self.form.currency or not self.source.cells.has(self.form.currency):
            return Traits()
        cell = self.source.cells.raw(self.form.currency)
        one = sql("CASE WHEN min(cell) = max(cell) THEN upper(min(cell)) END", cell=cell)
        found = self.source.ask(text(exp.select(one).from_(self.source.raw, copy=False))).rows[0][0]
        return Traits(currency=str(found) if found else None)

    def _header_currency(self) -> str | None:
        start = self.form.currency_in_header or ""
        header = next((h for h in self.source.cells.position if h.startswith(start)), "")
        return header.removeprefix(start).split(")")[0].upper() or None

    def _other_currency(self) -> str | None:
        found = self.traits().currency
        if found in (None, self.source.store.currency):
            return None
        return (
            f"The amounts are in {found} and this workspace counts in {self.source.store.currency}."
        )

    def read(self) -> ReadResult:
        """Types, judges and stages the rows."""
        source = self.source
        self._type_rows()
        self._judge()
        bad_lines, bad = malformed(source, hide=bool(self.form.personal))
        counts = fate_counts(source)
        staged = self._stage() if counts.loaded else ()
        contacts = read_contacts(source, self.form) if self.form.contacts else ()
        result = ReadResult(
            rows_in=counts.total + bad_lines,
            loaded=counts.loaded,
            rejected=counts.rejected + bad_lines,
            duplicates=counts.duplicates,
            staged=staged,
            rejections=(*bad, *rejections_of(source, KEPT_REJECTIONS - len(bad))),
            span=self._span() if counts.loaded else None,
            contacts=contacts,
        )
        source.drop(f"{source.name}_typed", f"{source.name}_rows")
        return result

    def _values(self) -> list[Value]:
        return [value_of(self._prefixed(field), self.source.cells) for field in self._fields]

    def _prefixed(self, field: Field) -> Field:
        """A header that ends in brackets of its own, such as `Amount spent (EUR)`, by its start."""
        start = self.form.currency_in_header
        if not start or start not in field.headers:
            return field
        full = next(h for h in self.source.cells.position if h.startswith(start))
        return replace(field, headers=(full,))

    def _type_rows(self) -> None:
        values = self._values()
        problems = [value.problem for value in values if value.problem is not None]
        same = sql(
            "row_number() OVER (PARTITION BY cell ORDER BY row_no) > 1", cell=self._all_cells()
        )
        names = [column(value.name) for value in values]
        judged = exp.select("*", alias(coalesce(problems), "problem")).from_(
            typed_rows(values, self.source.raw).subquery("typed", copy=False)
        )
        cells = rejected_values(self.source, self.form, self._shown)
        select = exp.select(
            column("row_no"),
            alias(same if self.form.repeat == "sum" else exp.false(), "identical"),
            column("problem"),
            alias(sql("CASE WHEN problem IS NOT NULL THEN cells END", cells=cells), "cells"),
            *names,
        ).from_(judged.subquery("judged", copy=False), copy=False)
        self.source.run(
            create_table(f"{self.source.name}_typed", select),
            snapshot_date=snapshot_day(self.source),
        )

    @property
    def _shown(self) -> list[str]:
        return self._keep[:40]

    def _all_cells(self) -> exp.Expr:
        cells: list[exp.Expr] = [column(name) for name in self._keep]
        return exp.Anonymous(this="row", expressions=cells)

    def _judge(self) -> None:
        """Decides each row's fate: a later row of the same key wins unless rows add up."""
        key = [column(name) for name in canonical_tables()[self._table].key]
        later = exp.Window(
            this=exp.func("row_number"),
            partition_by=[sql("problem IS NULL"), *key],
            order=exp.Order(expressions=[exp.Ordered(this=column("row_no"), desc=True)]),
        )
        repeated = sql("identical") if self.form.repeat == "sum" else sql("n > 1", n=later)
        fate = sql(
            "CASE WHEN problem IS NOT NULL THEN 'rejected' "
            "WHEN repeated THEN 'duplicate' ELSE 'loaded' END",
            repeated=repeated,
        )
        select = exp.select("*", alias(fate, "fate")).from_(f"{self.source.name}_typed", copy=False)
        self.source.run(create_table(f"{self.source.name}_rows", select))

    def _stage(self) -> tuple[StagedFile, ...]:
        view = f"{self.source.name}_{self._table}"
        self.source.run(create_view(view, self._final()))
        staged = self.source.scratch.stage(self._table, self.source.file_id, view)
        return (staged,)

    def _final(self) -> exp.Select:
        table = canonical_tables()[self._table]
        kinds = {c.name: c.type for c in table.columns}
        names = [field.name for field in self._fields]
        rows = (
            exp.select()
            .from_(f"{self.source.name}_rows", copy=False)
            .where(sql("fate = 'loaded'"), copy=False)
        )
        if self.form.repeat != "sum":
            return rows.select(*[column(name) for name in names])
        for name in names:
            rows = rows.select(
                column(name) if name in table.key else alias(_combined(name, kinds[name]), name)
            )
        return rows.group_by(*[column(name) for name in table.key], copy=False)

    def _span(self) -> Span | None:
        name = next((f.name for f in self._fields if f.name in _SPAN_COLUMNS), None)
        if name is None:
            return None
        select = exp.select(
            sql("min(d)::DATE", d=column(name)), sql("max(d)::DATE", d=column(name))
        )
        first, last = self.source.ask(
            text(
                select.from_(f"{self.source.name}_rows", copy=False).where(
                    sql("fate = 'loaded'"), copy=False
                )
            )
        ).rows[0]
        return Span(first, last) if first and last else None  # type: ignore[arg-type]


def _combined(name: str, kind: str) -> exp.Expr:
    """How a column of rows that add up is combined."""
    if kind in _SUMMED:
        return exp.func("sum", column(name))
    if name == "status":
        return sql("CASE WHEN bool_or(s = 'live') THEN 'live' ELSE max(s) END", s=column(name))
    if kind == "BOOLEAN":
        return exp.func("bool_or", column(name))
    return exp.Anonymous(this="max", expressions=[column(name)])
