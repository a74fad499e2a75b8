"""What crosses the boundary of metrics. Every field is always there; money is in major units."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from marketing_agent.metrics.semantics import Better, SourceKind, Unit
from marketing_agent.metrics.windows import Compare


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Point(Frozen):
    """A day of a series: null where nothing is known or a ratio divides by nothing."""

    date: date
    value: float | None


class WindowInfo(Frozen):
    """Store days, both ends inside."""

    start: date
    end: date
    label: str


class SourceInfo(Frozen):
    """Where a number came from and why that source was taken."""

    kind: SourceKind
    label: str
    note: str | None


class StoreWide(Frozen):
    """The figure of the whole store beside one of campaigns."""

    label: str
    value: float | None


class Reconciliation(Frozen):
    """The same number in Shopify's own report; `difference` is ours less the report's."""

    status: Literal["equal", "differs", "none"]
    report: str | None
    report_value: float | None
    difference: float | None


class Kpi(Frozen):
    """A number with everything a tile shows. `change` is a fraction; points for percentages."""

    key: str
    label: str
    section: str
    value: float | None
    numerator: float | None
    denominator: float | None
    unit: Unit
    currency: str | None
    better: Better
    previous: float | None
    change: float | None
    is_new: bool
    series: tuple[Point, ...]
    previous_series: tuple[Point, ...]
    window: WindowInfo
    previous_window: WindowInfo | None
    sql_id: str | None
    source: SourceInfo | None
    status: Literal["ok", "missing", "no_data"]
    missing: str | None
    note: str | None
    store_wide: StoreWide | None
    reconciliation: Reconciliation


class KpiSql(Frozen):
    """The stored statement behind a number, with the parameters that were put in."""

    sql_id: str
    key: str
    sql: str
    dialect: str
    params: dict[str, str | int | bool]
    formula: str
    hash: str
    model_version: str
    ms: float


class RowColumn(Frozen):
    name: str
    unit: Literal["money", "count", "date", "text"]


Cell = str | float | int | bool | date | None


class Rows(Frozen):
    """A page of the rows under a number. `table` is the one shown of `tables`."""

    table: str
    tables: tuple[str, ...]
    columns: tuple[RowColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int


class FileOrigin(Frozen):
    """What is known of a file that rows came from."""

    file_id: str
    name: str
    kind: str
    imported_at: datetime | None
    sha256: str | None


class LineageFile(FileOrigin):
    import_id: str
    rows: int


class Lineage(Frozen):
    files: tuple[LineageFile, ...]
    tables: tuple[str, ...]


class Freshness(Frozen):
    """How far the data reaches, and when this version of it was made ready."""

    data_until: date | None
    imported_at: datetime | None
    version: int


class SummaryWorkspace(Frozen):
    id: str
    slug: str
    name: str
    timezone: str
    currency: str


class RangeInfo(Frozen):
    key: str
    start: date
    end: date
    label: str


class CompareInfo(Frozen):
    key: Compare
    start: date | None
    end: date | None
    label: str


class Reconciled(Frozen):
    """How many tiles equal Shopify's report, of those that have one to compare with."""

    equal: int
    total: int


class SummarySection(Frozen):
    key: str
    label: str
    note: str | None
    tiles: tuple[Kpi, ...]


class Summary(Frozen):
    workspace: SummaryWorkspace
    as_of: date
    freshness: Freshness
    range: RangeInfo
    compare: CompareInfo
    reconciled: Reconciled
    sections: tuple[SummarySection, ...]
    pins: tuple[str, ...]


MetricKey = Annotated[str, Field(min_length=1, max_length=80)]


class PinsUpdate(Frozen):
    """The tiles pinned to the top, in order."""

    keys: Annotated[list[MetricKey], Field(max_length=60)]


class Pins(Frozen):
    keys: tuple[str, ...]
