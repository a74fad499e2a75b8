"""Tools over metrics: what there is, what it came to, and where a number came from."""

from typing import Annotated

from pydantic import Field

from marketing_agent.agents.tools.catalogue.questions import AsOf
from marketing_agent.agents.tools.few import few_parted
from marketing_agent.agents.tools.schemas import (
    Arguments,
    Frozen,
    NoArguments,
    Tool,
    ToolContext,
)
from marketing_agent.insights.changes import service as changes
from marketing_agent.insights.changes.schemas import Change, ChangeQuestion
from marketing_agent.metrics import service as metrics
from marketing_agent.metrics.catalogue import metric_catalogue
from marketing_agent.metrics.phrases import figure
from marketing_agent.metrics.query_schemas import MetricCatalogue
from marketing_agent.metrics.schemas import Kpi, KpiSql, Lineage, MetricKey, Rows
from marketing_agent.metrics.windows import DEFAULT_RANGE, Compare

_TOLD = 6
Range = Annotated[
    str,
    Field(max_length=40, description="last_30_days, last_month … or YYYY-MM-DD..YYYY-MM-DD"),
]


class ChangeArguments(ChangeQuestion):
    as_of: AsOf = None


class KpiArguments(Arguments):
    keys: Annotated[
        tuple[MetricKey, ...] | None,
        Field(min_length=1, max_length=60, description="Keys of tiles; default: the pinned ones"),
    ] = None
    range: Range = DEFAULT_RANGE
    compare: Compare = "previous_period"
    as_of: AsOf = None


class OriginArguments(Arguments):
    key: MetricKey
    range: Range = DEFAULT_RANGE
    compare: Compare = "previous_period"
    as_of: AsOf = None
    table: Annotated[
        str | None, Field(max_length=80, description="One of the tables that the number reads")
    ] = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    offset: Annotated[int, Field(ge=0, le=100_000_000)] = 0


class Kpis(Frozen):
    items: tuple[Kpi, ...]


class KpiOrigin(Frozen):
    """The glass box under a number: its stored SQL, the files it came from, and its rows."""

    sql: KpiSql
    lineage: Lineage
    rows: Rows


def _metrics(context: ToolContext, _given: NoArguments) -> MetricCatalogue:
    with context.reading() as session:
        return metric_catalogue(session, context.desk.warehouse, context.workspace)


def _kpis(context: ToolContext, given: KpiArguments) -> Kpis:
    asked = metrics.Ask(given.range, given.compare, given.as_of)
    with context.reading() as session:
        keys = given.keys or metrics.pins(session, context.workspace.id)
        warehouse = context.desk.warehouse
        found = metrics.kpis(session, warehouse, context.workspace, asked, keys)
    return Kpis(items=tuple(found))


def _origin(context: ToolContext, given: OriginArguments) -> KpiOrigin:
    asked = metrics.Ask(given.range, given.compare, given.as_of)
    with context.reading() as session:
        number = (session, context.desk.warehouse, context.workspace, given.key, asked)
        rows = metrics.rows(*number, table=given.table, limit=given.limit, offset=given.offset)
        return KpiOrigin(sql=metrics.sql(*number), lineage=metrics.lineage(*number), rows=rows)


def _change(context: ToolContext, given: ChangeArguments) -> Change:
    asked = ChangeQuestion.model_validate(given.model_dump(exclude={"as_of"}))
    day = context.today(given.as_of)
    with context.reading() as session:
        return changes.explain(session, context.desk.warehouse, context.workspace, asked, day)


def _available(found: MetricCatalogue) -> str:
    able = sum(metric.available for metric in found.metrics)
    return f"{able} of {len(found.metrics)} metrics can be answered from the store's files."


def _figures(found: Kpis) -> str:
    return few_parted([_figure(kpi) for kpi in found.items], most=_TOLD)


def _figure(kpi: Kpi) -> str:
    if kpi.value is None:
        return f"{kpi.label}: {'no data' if kpi.status != 'missing' else 'a file is missing'}"
    said = f"{kpi.label}: {figure(kpi.value, kpi.unit, kpi.currency or '')}"
    if kpi.change is None:
        return said
    way = "up" if kpi.change > 0 else "down"
    size = f"{abs(kpi.change) * 100:,.1f}"
    return f"{said}, {way} {size} {'points' if kpi.unit == 'percent' else '%'}"


def _came_from(found: KpiOrigin) -> str:
    files = len(found.lineage.files)
    return (
        f"{found.sql.formula.rstrip('.')}. It reads {' and '.join(found.lineage.tables)}: "
        f"{found.rows.total:,} rows of {found.rows.table} from {files} "
        f"file{'' if files == 1 else 's'}."
    )


TOOLS = (
    Tool(
        name="list_metrics",
        title="List metrics",
        description="Every metric and dimension with its formula, and which file is missing for "
        "those that this store cannot answer yet.",
        effect="read",
        cost="free",
        view="table",
        input=NoArguments,
        output=MetricCatalogue,
        run=_metrics,
        tell=_available,
        operations=("list_metrics", "list_dimension_values"),
        untrusted=False,
    ),
    Tool(
        name="get_kpis",
        title="Get KPIs",
        description="Tiles of the Summary page: value, change on the time before, daily series.",
        effect="read",
        cost="compute",
        view="kpis",
        input=KpiArguments,
        output=Kpis,
        run=_kpis,
        tell=_figures,
        operations=("list_kpis", "get_summary"),
        untrusted=False,
    ),
    Tool(
        name="get_kpi_lineage",
        title="Open a KPI",
        description="Where a KPI came from: its formula and stored SQL, the files, and the rows.",
        effect="read",
        cost="compute",
        view="origin",
        input=OriginArguments,
        output=KpiOrigin,
        run=_origin,
        tell=_came_from,
        operations=("get_kpi_sql", "get_kpi_lineage", "list_kpi_rows", "download_kpi_rows"),
        untrusted=True,
        example={"key": "total_sales"},
    ),
    Tool(
        name="explain_change",
        title="Explain a change",
        description="Why a metric changed against the time before: its factors and splits by "
        "dimension, contributions that add up to the change exactly, and sentences.",
        effect="read",
        cost="compute",
        view="change",
        input=ChangeArguments,
        output=Change,
        run=_change,
        tell=lambda found: " ".join(found.sentences),
        operations=(),
        untrusted=True,
        example={"metric": "total_sales"},
    ),
)
