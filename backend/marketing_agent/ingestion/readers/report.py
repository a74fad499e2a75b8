"""The one reader of aggregated reports: columns are understood by the vocabulary, never by name."""

from functools import cached_property

from sqlglot import exp

from marketing_agent.connectors.sdk import Check, Stream
from marketing_agent.ingestion.formats.vocabulary import Dimension, Metric
from marketing_agent.ingestion.readers.base import (
    KEPT_REJECTIONS,
    ReadResult,
    Source,
    Span,
    Traits,
    malformed,
    rejected_values,
)
from marketing_agent.ingestion.readers.cells import (
    day,
    decimal,
    double,
    keyed_hash,
    minor,
    without_words,
)
from marketing_agent.ingestion.readers.fates import fate_counts, rejections_of
from marketing_agent.ingestion.readers.hints import exported_span, report_days
from marketing_agent.ingestion.readers.report_columns import (
    ReportColumns,
    extra_name,
    is_personal,
    report_columns,
)
from marketing_agent.ingestion.readers.sql import (
    alias,
    coalesce,
    column,
    create_table,
    literal,
    null,
    sql,
    text,
)
from marketing_agent.warehouse.schemas import StagedFile

_MASK = (
    "regexp_replace(regexp_replace(cell, '[?#].*$', ''), "
    "'[0-9a-f]{16,}|[0-9A-Za-z_]{24,}', '*', 'g')"
)
_INSIDE = {
    "week": "fine BETWEEN coarse AND coarse + 6",
    "month": "date_trunc('month', fine) = date_trunc('month', coarse)",
    "quarter": "date_trunc('quarter', fine) = date_trunc('quarter', coarse)",
    "year": "date_trunc('year', fine) = date_trunc('year', coarse)",
}
_BUCKET_END = {
    "day": "first + 1",
    "week": "first + 7",
    "month": "(first + INTERVAL 1 MONTH)::DATE",
    "quarter": "(first + INTERVAL 3 MONTH)::DATE",
    "year": "(first + INTERVAL 1 YEAR)::DATE",
}
_NOUNS = {"money": "an amount", "count": "a number", "rate": "a rate"}
_TOTALS = ("money", "count")
_SAMPLE = 400


class ReportReader:
    """Reads one aggregated report into cells of `report_facts`."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def _columns(self) -> ReportColumns:
        return report_columns(self.source.decoded.header)

    @property
    def kind(self) -> str:
        return f"report_{self._columns.family.name}"

    @property
    def label(self) -> str:
        """The report in words, from its columns."""
        names = [d.name.replace("_", " ") for _, d in self._columns.dimensions]
        family = self._columns.family.label
        by = f"{family} by {', '.join(names)}" if names else family
        return by if self._columns.grain == "none" else f"{by} ({self._columns.grain})"

    def check(self) -> Check:
        """Loads the cells without the comparison groups."""
        known = self._columns
        positions = [
            *[position for position, _ in known.time],
            *[position for position, _ in known.dimensions],
            *[position for position, _ in known.metrics],
            *known.extras,
        ]
        self.source.load([self._name(position) for position in sorted(positions)])
        return Check(ok=True, message="")

    def discover(self) -> list[Stream]:
        """Cells of reports."""
        return [Stream("report_facts", None)]

    def traits(self) -> Traits:
        """A few cells of a report without dimensions: another store's cells differ."""
        known = self._columns
        if known.dimensions or not known.time:
            return Traits()
        when, value = self._name(known.time[0][0]), self._name(known.metrics[0][0])
        query = (
            exp.select(column(when), column(value))
            .from_(self.source.raw, copy=False)
            .limit(_SAMPLE)
        )
        rows = self.source.ask(text(query)).rows
        name = f"{known.family.name}//{known.grain}/{known.metrics[0][1].name}"
        sample = {str(when): str(value) for when, value in rows if value not in (None, "0")}
        return Traits(signature=name, sample=sample)

    def read(self) -> ReadResult:
        """Types the rows, judges them and stages one fact per filled cell."""
        source = self.source
        first = report_days(source)[0]
        source.run(create_table(f"{source.name}_typed", self._typed()), first=first)
        source.run(create_table(f"{source.name}_rows", self._judged()))
        bad_lines, bad = malformed(source, hide=False)
        counts = fate_counts(source)
        span = self._span() if counts.loaded else None
        result = ReadResult(
            rows_in=counts.total + bad_lines,
            loaded=counts.loaded,
            rejected=counts.rejected + bad_lines,
            duplicates=counts.duplicates,
            staged=self._stage(span) if counts.loaded else (),
            rejections=(*bad, *rejections_of(source, KEPT_REJECTIONS - len(bad))),
            span=span,
        )
        source.drop(f"{source.name}_typed", f"{source.name}_rows")
        return result

    def _name(self, position: int) -> str:
        return self.source.columns[position]

    def _title(self, position: int) -> str:
        return " ".join(self.source.decoded.header[position].split())

    def _cell(self, position: int) -> exp.Expr:
        return column(self._name(position))

    @cached_property
    def _extras(self) -> tuple[list[tuple[int, Dimension]], list[tuple[int, Metric]]]:
        """Unknown columns: numbers are metrics that must not be summed, text is a dimension."""
        dimensions, metrics = [], []
        for position in self._columns.extras:
            title = self._title(position)
            name = extra_name(title)
            if is_personal(title):
                continue
            if self._is_numeric(position):
                metrics.append((position, Metric(name, "number", additive=False)))
            else:
                dimensions.append((position, Dimension(name)))
        return dimensions, metrics

    def _is_numeric(self, position: int) -> bool:
        cell = without_words(self._cell(position))
        other = sql(
            "count(*) FILTER (cell IS NOT NULL AND number IS NULL)",
            cell=cell,
            number=double(cell, self.source.decoded.decimal_mark),
        )
        return self.source.count(text(exp.select(other).from_(self.source.raw, copy=False))) == 0

    @cached_property
    def _dimensions(self) -> list[tuple[int, Dimension]]:
        both = [*self._columns.dimensions, *self._extras[0]]
        kept = [(position, d) for position, d in both if not d.drop]
        return sorted(kept, key=lambda item: item[1].name)

    @cached_property
    def _metrics(self) -> list[tuple[int, Metric]]:
        return [*self._columns.metrics, *self._extras[1]]

    def _dims(self) -> exp.Expr:
        if not self._dimensions:
            return literal("{}")
        pairs: list[exp.Expr] = []
        for position, dimension in self._dimensions:
            pairs += [literal(dimension.name), self._dimension(position, dimension)]
        return sql("object::VARCHAR", object=exp.Anonymous(this="json_object", expressions=pairs))

    def _dimension(self, position: int, dimension: Dimension) -> exp.Expr:
        cell = self._cell(position)
        if dimension.hash:
            cell = keyed_hash(cell)
        if dimension.mask:
            cell = sql(_MASK, cell=cell)
        return coalesce((cell, literal("")))

    def _typed(self) -> exp.Select:
        """Rows in layers, so that no expression is written out more than once: cells, values of
        the cells, then what is wrong with them."""
        same = exp.Anonymous(this="row", expressions=[column(name) for name in self._shown])
        cells = rejected_values(self.source, None, self._shown)
        problem = coalesce(self._problems())
        judged = exp.select("*", alias(problem, "problem")).from_(self._values(), copy=False)
        return exp.select(
            column("row_no"),
            alias(column("t0") if self._columns.time else sql("$first::DATE"), "bucket_start"),
            alias(self._dims(), "dims"),
            alias(self._misfit(), "misfit"),
            alias(
                sql("row_number() OVER (PARTITION BY c ORDER BY row_no) > 1", c=same), "identical"
            ),
            column("problem"),
            alias(sql("CASE WHEN problem IS NOT NULL THEN cells END", cells=cells), "cells"),
            *[column(f"m{index}") for index in range(len(self._metrics))],
        ).from_(judged.subquery("judged", copy=False), copy=False)

    def _values(self) -> exp.Subquery:
        mark = self.source.decoded.decimal_mark
        numbers = [
            alias(without_words(self._cell(p)), f"n{i}") for i, (p, _) in enumerate(self._metrics)
        ]
        inner = exp.select(alias(column("rowid"), "row_no"), "*", *numbers)
        return (
            exp.select(
                "*",
                *[
                    alias(day(self._cell(p), mark), f"t{i}")
                    for i, (p, _) in enumerate(self._columns.time)
                ],
                *[
                    alias(self._value(column(f"n{i}"), metric), f"m{i}")
                    for i, (_, metric) in enumerate(self._metrics)
                ],
            )
            .from_(inner.from_(self.source.raw).subquery("cells", copy=False), copy=False)
            .subquery("typed", copy=False)
        )

    def _problems(self) -> list[exp.Expr]:
        problems = [
            _wrong(self._cell(p), column(f"t{i}"), self._title(p), "a date")
            for i, (p, _) in enumerate(self._columns.time)
        ]
        problems += [
            _wrong(column(f"n{i}"), column(f"m{i}"), self._title(p), _NOUNS.get(m.unit, "a number"))
            for i, (p, m) in enumerate(self._metrics)
        ]
        return problems + [
            sql("CASE WHEN cell IS NULL THEN title || ' is empty' END", cell=self._cell(p),
                title=literal(self._title(p)))
            for p, _ in self._columns.time[:1]
        ]  # fmt: skip

    @property
    def _shown(self) -> list[str]:
        return [self._name(p) for p in sorted({*self._positions()})]

    def _positions(self) -> list[int]:
        known = [*self._columns.time, *self._dimensions, *self._metrics]
        return [position for position, _ in known]

    def _value(self, cell: exp.Expr, metric: Metric) -> exp.Expr:
        mark = self.source.decoded.decimal_mark
        if metric.unit == "money":
            return minor(cell, mark)
        if metric.unit == "count":
            return decimal(cell, mark)
        if metric.unit == "seconds":
            clock = sql("epoch(try_cast(cell AS TIME))", cell=cell)
            return coalesce((double(cell, mark), clock))
        return double(cell, mark)

    def _misfit(self) -> exp.Expr:
        """True where a coarser time column beside the finest one names another bucket."""
        outside: list[exp.Expr] = [exp.false()]
        for index, (_, grain) in enumerate(self._columns.time[1:], start=1):
            coarse = column(f"t{index}")
            outside.append(sql(f"NOT ({_INSIDE[grain]})", fine=column("t0"), coarse=coarse))
        return exp.or_(*outside)

    def _judged(self) -> exp.Select:
        """Fates. Shopify fills a Month x Day table with zero rows: they repeat a day."""
        empty = exp.and_(
            *[sql("coalesce(m, 0) = 0", m=column(f"m{i}")) for i in range(len(self._metrics))]
        )
        later = "FALSE"
        if not self._dimensions:
            later = (
                "row_number() OVER (PARTITION BY bucket_start, misfit, problem IS NULL "
                "ORDER BY row_no DESC) > 1"
            )
        reason = sql(
            "coalesce(problem, CASE WHEN misfit AND NOT empty "
            "THEN 'Month and day of the row do not belong together' END)",
            empty=empty,
        )
        fate = sql(
            "CASE WHEN reason IS NOT NULL THEN 'rejected' "
            "WHEN misfit OR identical OR later THEN 'duplicate' ELSE 'loaded' END",
            reason=reason, later=sql(later),
        )  # fmt: skip
        return exp.select(
            exp.Star(except_=[exp.to_identifier("problem")]),
            alias(reason, "problem"),
            alias(fate, "fate"),
        ).from_(f"{self.source.name}_typed", copy=False)

    def _span(self) -> Span | None:
        if not self._columns.time:
            return exported_span(self.source)
        end = sql(_BUCKET_END[self._columns.grain], first=column("bucket_start"))
        query = exp.select(sql("min(bucket_start)"), sql("max(e) - 1", e=end))
        rows = query.from_(f"{self.source.name}_rows", copy=False).where(
            sql("fate = 'loaded'"), copy=False
        )
        first, last = self.source.ask(text(rows)).rows[0]
        return Span(first, last) if first and last else None  # type: ignore[arg-type]

    def _stage(self, span: Span | None) -> tuple[StagedFile, ...]:
        source = self.source
        source.run(
            create_table(f"{source.name}_cells", self._facts()),
            end=report_days(source)[1],
            exported_from=span.first if span else None,
            exported_to=span.last if span else None,
        )  # fmt: skip
        staged = source.scratch.stage("report_facts", source.file_id, f"{source.name}_cells")
        source.drop(f"{source.name}_cells")
        return (staged,)

    def _facts(self) -> exp.Query:
        parts = [self._fact(index, metric) for index, (_, metric) in enumerate(self._metrics)]
        union: exp.Query = parts[0]
        for part in parts[1:]:
            union = exp.union(union, part, distinct=False)
        return union

    def _fact(self, index: int, metric: Metric) -> exp.Select:
        """Cells of one metric. Rows of equal dimensions add up; what cannot add up is left out."""
        value = column(f"m{index}")
        total = sql("sum(m)", m=value)
        if not metric.additive:
            total = sql("CASE WHEN count(m) = 1 THEN max(m) END", m=value)
        is_total = metric.unit in _TOTALS
        grain = self._columns.grain
        names = "+".join(d.name for _, d in self._dimensions)
        family = self._columns.family.name
        end = _BUCKET_END.get(grain)
        columns: dict[str, exp.Expr] = {
            "report_key": literal(f"{family}/{names}/{grain}"),
            "family": literal(family),
            "report_name": literal(self.label),
            "grain": literal(grain),
            "bucket_start": column("bucket_start"),
            "bucket_end": sql(end, first=column("bucket_start")) if end else sql("$end::DATE"),
            "dims": column("dims"),
            "dim_names": literal(names),
            "metric": literal(metric.name),
            "amount": sql("round(v)::BIGINT", v=total) if is_total else null("BIGINT"),
            "ratio": null("DOUBLE") if is_total else sql("v::DOUBLE", v=total),
            "unit": literal(metric.unit),
            "additive": exp.true() if metric.additive else exp.false(),
            "exported_from": sql("$exported_from::DATE"),
            "exported_to": sql("$exported_to::DATE"),
        }
        return (
            exp.select(*[alias(value, name) for name, value in columns.items()])
            .from_(f"{self.source.name}_rows", copy=False)
            .where(sql("fate = 'loaded' AND m IS NOT NULL", m=value), copy=False)
            .group_by(column("bucket_start"), column("dims"), copy=False)
            .having(sql("v IS NOT NULL", v=total), copy=False)
        )


def _wrong(cell: exp.Expr, value: exp.Expr, title: str, noun: str) -> exp.Expr:
    return sql(
        "CASE WHEN cell IS NOT NULL AND value IS NULL "
        "THEN title || ' ' || chr(8220) || left(cell, 60) || chr(8221) || ' is not ' || noun END",
        cell=cell, value=value, title=literal(title), noun=literal(noun),
    )  # fmt: skip
