"""What one warehouse version holds: which tables have rows, which days each report covers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import cast

from pydantic import Field
from sqlglot import exp

from marketing_agent.metrics.compiler import fixed
from marketing_agent.metrics.coverage import GRAINS, Coverage, Frozen, Grain, Span, merged
from marketing_agent.metrics.semantics import Entity, Model, Source
from marketing_agent.warehouse.schemas import QueryResult

Run = Callable[[exp.Expr], QueryResult]
"""Runs a statement without parameters, printed for the engine that has the version."""

# Buckets that follow one another without a gap form one span. An export that ended inside its last
# bucket covers that bucket only so far.
_REPORT_SPANS = """
WITH buckets AS (
  SELECT report_key, max(family) AS family, max(report_name) AS report_name, grain,
         metric, bucket_start, max(bucket_end) AS bucket_end,
         max(least(bucket_end, coalesce(exported_to + 1, bucket_end))) AS covered_until
  FROM report_facts
  WHERE dims = '{}'
  GROUP BY report_key, grain, metric, bucket_start
), marked AS (
  SELECT *, CASE WHEN grain <> 'none' AND bucket_start = lag(bucket_end) OVER report THEN 0 ELSE 1
            END AS opens
  FROM buckets
  WINDOW report AS (PARTITION BY report_key, metric ORDER BY bucket_start)
), numbered AS (
  SELECT *, sum(opens) OVER report AS span
  FROM marked
  WINDOW report AS (PARTITION BY report_key, metric ORDER BY bucket_start)
)
SELECT report_key, max(family), max(report_name), grain, metric, '' AS dim_names,
       min(bucket_start), max(covered_until)
FROM numbered
GROUP BY report_key, grain, metric, span
ORDER BY report_key, metric, min(bucket_start)
"""
# A report split by products or campaigns has no row on a day on which none of them did anything,
# so it covers all the days it was exported for.
_SPLIT_REPORT_SPANS = """
WITH buckets AS (
  SELECT *, least(bucket_end, coalesce(exported_to + 1, bucket_end)) AS covered_until,
         CASE WHEN grain = 'none' THEN bucket_start END AS own
  FROM report_facts
  WHERE dims <> '{}'
)
SELECT report_key, max(family), max(report_name), grain, metric, dim_names,
       least(min(bucket_start), exported_from), greatest(max(covered_until), exported_to + 1)
FROM buckets
GROUP BY report_key, grain, metric, dim_names, own, exported_from, exported_to
ORDER BY report_key, metric, min(bucket_start)
"""
_FLOW_SPANS = """
SELECT DISTINCT grain, message_id <> '' AS has_messages, bucket_start, bucket_end
FROM email_flows ORDER BY 1, 2, 3, 4
"""
_UNKNOWN_REFUNDS = """
SELECT min(event_date), max(event_date) FROM sales_ledger WHERE NOT event_date_known
"""


# The longest run of days without an order in the last half year of them.
_QUIET_DAYS = """
WITH days AS (
  SELECT DISTINCT order_date FROM orders
  WHERE order_date > (SELECT max(order_date) FROM orders) - 183
)
SELECT max(gap) - 1
FROM (SELECT order_date - lag(order_date) OVER (ORDER BY order_date) AS gap FROM days) AS gaps
"""
_LONGEST_QUIET = 7


class TableProfile(Frozen):
    """Rows of a table and the days they reach over.

    `quiet` is the longest run of days without a row that is usual here: as many days after the
    last row may simply have brought none.
    """

    rows: int
    first: date
    last: date
    quiet: int = 0
    heard: int = 0
    """Of these, the first ones that other files reach over."""
    told: dict[str, Span | None] = Field(default_factory=dict)
    """The days of the files that tell a column, where some file leaves it out; None: all do."""

    @property
    def coverage(self) -> Coverage:
        span = Span(start=self.first, end=self.last + timedelta(days=1 + self.quiet))
        return Coverage(grain="day", spans=(span,), quiet=self.quiet, heard=self.heard)

    def coverage_of(self, columns: Iterable[str]) -> Coverage | None:
        """The days on which every one of these columns is told; None where there are none."""
        found = [self.told[name] for name in columns if name in self.told]
        start, end = self.coverage.spans[0].start, self.coverage.spans[0].end
        for span in found:
            if span is None:
                return None
            start, end = max(start, span.start), min(end, span.end)
        if not found:
            return self.coverage
        return Coverage(grain="day", spans=(Span(start=start, end=end),))


class ReportProfile(Frozen):
    """One metric of one report, as one entity reads it: its totals, its campaigns, its products."""

    report_key: str
    family: str
    name: str
    entity: str
    metric: str
    coverage: Coverage


class FlowProfile(Frozen):
    """One cut of the flows: by grain, and by message or by whole flow.

    `known` ends where everything else does: a month that is not over holds no more than that.
    """

    grain: Grain
    has_messages: bool
    coverage: Coverage
    known: Coverage


class Profile(Frozen):
    """Everything the choice of a source depends on; empty tables are left out."""

    tables: dict[str, TableProfile]
    reports: tuple[ReportProfile, ...]
    flows: tuple[FlowProfile, ...]
    unknown_refunds: Span | None

    def coverage_for(self, source: Source, table: str) -> Coverage | None:
        """The days on which a table tells all that the source adds of it."""
        if table not in self.tables:
            return None
        terms = source.numerator + source.denominator
        added = [name for t in terms if t.measure.entity == table for name in t.measure.sum]
        return self.tables[table].coverage_of(added)

    @property
    def data_until(self) -> date | None:
        """The last store day that anything tells about; weeks and months often end after it."""
        by_grain: dict[Grain, list[date]] = defaultdict(list)
        by_grain["day"] = _last_days(self.tables)
        for coverage in [*(r.coverage for r in self.reports), *(f.coverage for f in self.flows)]:
            by_grain[coverage.grain].append(coverage.spans[-1].end - timedelta(days=1))
        return next((max(by_grain[grain]) for grain in GRAINS if by_grain[grain]), None)


def profile_version(model: Model, run: Run) -> Profile:
    """Looks over a warehouse version once, after it was built."""
    own = [entity for entity in model.entities.values() if not entity.is_report]
    tables = {
        entity.name: found
        for entity in own
        if not entity.through and (found := _table(model, entity, run))
    }
    # Rows that count on another table's days reach over these.
    tables |= {e.name: tables[e.through] for e in own if e.through in tables}
    _join_ledger(tables, run)
    first, last = run(fixed(_UNKNOWN_REFUNDS)).rows[0]
    unknown = _span(first, last) if isinstance(first, date) and isinstance(last, date) else None
    profile = Profile(
        tables=tables,
        reports=_reports(model, run),
        flows=_flows(run, tables),
        unknown_refunds=unknown,
    )
    return _heard(profile)


def _heard(profile: Profile) -> Profile:
    """Quiet days are told as far as the other files reach, which were exported together."""
    until = profile.data_until
    tables = {
        name: table.model_copy(update={"heard": min(table.quiet, (until - table.last).days)})
        if until and table.quiet and until > table.last
        else table
        for name, table in profile.tables.items()
    }
    return profile.model_copy(update={"tables": tables})


def _table(model: Model, entity: Entity, run: Run) -> TableProfile | None:
    """Looked at file by file: exports of one kind may leave columns out that others tell."""
    measures = [m for m in model.measures.values() if m.entity == entity.name]
    columns = list(dict.fromkeys(name for measure in measures for name in measure.sum))
    day = exp.column(entity.time)
    select = exp.select(exp.Count(this=exp.Star()), exp.Min(this=day), exp.Max(this=day.copy()))
    select = select.select(*(exp.Count(this=exp.column(name)) for name in columns))
    files = run(select.from_(entity.table).group_by("source_file")).rows
    days = _days(files)
    if days is None:
        return None
    told = {name: [f for f in files if f[3 + place]] for place, name in enumerate(columns)}
    return TableProfile(
        rows=sum(cast(int, file[0]) for file in files),
        first=days.start,
        last=days.end - timedelta(days=1),
        told={name: _days(found) for name, found in told.items() if len(found) < len(files)},
    )


def _days(files: Sequence[tuple[object, ...]]) -> Span | None:
    """The days that files reach over, by their second and third cell."""
    dated = [(f[1], f[2]) for f in files if isinstance(f[1], date) and isinstance(f[2], date)]
    if not dated:
        return None
    return _span(min(first for first, _ in dated), max(last for _, last in dated))


def _join_ledger(tables: dict[str, TableProfile], run: Run) -> None:
    """Orders and their ledger come from one export, so they reach over the same days."""
    both = [tables[name] for name in ("orders", "sales_ledger") if name in tables]
    if len(both) < 2:
        return
    quiet = run(fixed(_QUIET_DAYS)).rows[0][0]
    shared = {
        "first": min(table.first for table in both),
        "last": max(table.last for table in both),
        "quiet": min(quiet, _LONGEST_QUIET) if isinstance(quiet, int) else 0,
    }
    for name in ("orders", "sales_ledger"):
        tables[name] = tables[name].model_copy(update=shared)


def _span(first: date, last: date) -> Span:
    return Span(start=first, end=last + timedelta(days=1))


def _reports(model: Model, run: Run) -> tuple[ReportProfile, ...]:
    spans: dict[tuple[object, ...], list[Span]] = defaultdict(list)
    for statement in (_REPORT_SPANS, _SPLIT_REPORT_SPANS):
        for *identity, dim_names, start, end in run(fixed(statement)).rows:
            span = Span.model_validate({"start": start, "end": end})
            for entity in _readers(model, str(dim_names)):
                spans[*identity, entity].append(span)
    return tuple(_report(identity, found) for identity, found in spans.items())


def _readers(model: Model, dim_names: str) -> list[str]:
    """The entities that read a report split by these dimensions."""
    names = dim_names.split("+") if dim_names else [None]
    reports = (entity for entity in model.entities.values() if entity.is_report)
    return [entity.name for entity in reports if entity.dimension in names]


def _report(identity: tuple[object, ...], spans: list[Span]) -> ReportProfile:
    report_key, family, name, grain, metric, entity = identity
    return ReportProfile.model_validate(
        {
            "report_key": report_key,
            "family": family,
            "name": name or family,
            "entity": entity,
            "metric": metric,
            "coverage": {"grain": grain, "spans": spans if grain == "none" else merged(spans)},
        }
    )


def _flows(run: Run, tables: dict[str, TableProfile]) -> tuple[FlowProfile, ...]:
    """Flows that sent nothing on a day have no row, so their days count from first to last."""
    until = max(_last_days(tables), default=None)
    spans: dict[tuple[object, object], list[Span]] = defaultdict(list)
    for grain, has_messages, start, end in run(fixed(_FLOW_SPANS)).rows:
        spans[grain, has_messages].append(Span.model_validate({"start": start, "end": end}))
    return tuple(
        FlowProfile.model_validate(
            {
                "grain": grain,
                "has_messages": has_messages,
                "coverage": {"grain": grain, "spans": found},
                "known": {"grain": grain, "spans": [_known(grain, span, until) for span in found]},
            }
        )
        for (grain, has_messages), rows in spans.items()
        for found in [rows if grain == "none" else _hull(rows)]
    )


def _last_days(tables: dict[str, TableProfile]) -> list[date]:
    """Where the tables end that happen day by day.

    Flows are told by the month, and stock on the day when somebody looked.
    """
    apart = ("email_flows", "inventory_levels")
    return [table.last for name, table in tables.items() if name not in apart]


def _known(grain: object, span: Span, until: date | None) -> Span:
    if grain == "day" or until is None or not span.start <= until < span.end:
        return span
    return Span(start=span.start, end=until + timedelta(days=1))


def _hull(spans: list[Span]) -> list[Span]:
    return [Span(start=min(s.start for s in spans), end=max(s.end for s in spans))]
