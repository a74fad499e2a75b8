"""The numbers of a workspace: tiles, the Summary page, and what lies under each of them.

All SQL that runs here was compiled ahead and stored; results are kept per warehouse version.
"""

import hashlib
import json
from collections.abc import Callable, Sequence

from sqlmodel import Session

from marketing_agent.metrics import repository, windows
from marketing_agent.metrics.figures import ByFact, ByStatement, Figurer
from marketing_agent.metrics.glassbox import lineage, register_files, rows, rows_csv, sql
from marketing_agent.metrics.held import held
from marketing_agent.metrics.loader import load_model
from marketing_agent.metrics.prepared import Recent, Runner
from marketing_agent.metrics.reading import Ask, Reading
from marketing_agent.metrics.schemas import (
    CompareInfo,
    Freshness,
    Kpi,
    RangeInfo,
    Reconciled,
    Summary,
    SummarySection,
    SummaryWorkspace,
)
from marketing_agent.metrics.semantics import Metric
from marketing_agent.metrics.tiles import Page, build
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

__all__ = [
    "Ask",
    "kpis",
    "lineage",
    "pin",
    "pins",
    "prepare",
    "register_files",
    "rows",
    "rows_csv",
    "sql",
    "summary",
]

DEFAULT_PINS = (
    "revenue_last_30_days",
    "aov_all_campaigns_prior_30_days",
    "conversion_rate_all_campaigns_last_30_days",
    "email_ctr_all_campaigns_prior_30_days",
)
KEPT_VERSIONS = 5
_DEFAULT = Ask()
_summaries: Recent[Summary] = Recent(256)


def kpis(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    ask: Ask = _DEFAULT,
    keys: Sequence[str] | None = None,
) -> list[Kpi]:
    """The metrics of these keys (default: all), each by its own stored statement."""
    reading = Reading(session, warehouse, workspace, ask)
    metrics = [reading.model.metric(key) for key in keys or reading.model.metrics]
    return _tiles(reading, metrics, ByStatement)


def summary(
    session: Session, warehouse: Warehouse, workspace: Workspace, ask: Ask = _DEFAULT
) -> Summary:
    """All tiles of the Summary page, from one stored statement per fact and window."""
    reading = Reading(session, warehouse, workspace, ask)
    asked = (reading.today, ask.range, ask.compare)
    key = (workspace, reading.model.version, warehouse.dialect, *asked)
    known = _summaries.get(key)
    if known is None:
        known = _summary(reading)
        _summaries.put(key, known)
    return known.model_copy(update={"pins": pins(session, workspace.id)})


def pins(session: Session, workspace_id: str) -> tuple[str, ...]:
    """Keys of the tiles on top, in order."""
    found = repository.load_pins(session, workspace_id)
    known = load_model().metrics
    return DEFAULT_PINS if found is None else tuple(key for key in found if key in known)


def pin(session: Session, workspace_id: str, keys: Sequence[str]) -> tuple[str, ...]:
    """Puts these tiles on top, in this order; raises UnknownMetric."""
    wanted = tuple(dict.fromkeys(load_model().metric(key).key for key in keys))
    repository.save_pins(session, workspace_id, wanted)
    return wanted


def prepare(session: Session, warehouse: Warehouse, workspace: Workspace) -> int:
    """Makes a version ready: profile, values, stored SQL, results of the page people open first.

    Returns how many statements are in force. Running it again changes nothing.
    """
    reading = Reading(session, warehouse, workspace, Ask())
    _summary(reading)
    held(session, warehouse, workspace)
    oldest = workspace.warehouse_version - KEPT_VERSIONS
    repository.forget_versions(session, workspace.id, oldest)
    return len(reading.prepared.templates)


def _tiles(
    reading: Reading, metrics: Sequence[Metric], figures: Callable[[Runner], Figurer]
) -> list[Kpi]:
    """Tiles from the results kept for this version, and the rest computed and kept."""
    page = reading.page(figures)
    hashes = {metric.key: _params_hash(reading, page, metric) for metric in metrics}
    workspace = reading.workspace
    version = workspace.warehouse_version
    known = repository.load_results(reading.session, workspace.id, version, hashes.values())
    computed: dict[str, Kpi] = {}
    for metric in metrics:
        if hashes[metric.key] not in known and metric.key not in computed:
            computed[metric.key] = build(page, metric, reading.sql_id(page, metric))
    reading.runner.save(reading.session)
    repository.save_results(
        reading.session,
        workspace.id,
        version,
        [(hashes[key], _sha256(reading, kpi), kpi) for key, kpi in computed.items()],
    )
    return [known.get(hashes[m.key]) or computed[m.key] for m in metrics]


def _sha256(reading: Reading, kpi: Kpi) -> str | None:
    templates = reading.prepared.templates.values()
    return next((found.sha256 for found in templates if found.id == kpi.sql_id), None)


def _params_hash(reading: Reading, page: Page, metric: Metric) -> str:
    """Everything a tile depends on beside the warehouse version."""
    window, compared = page.window_of(metric), page.compared(metric)
    parts = [page.model.version, reading.warehouse.dialect, page.currency, metric.key]
    for each in (window, compared):
        parts += [str(each.start), str(each.end), each.label] if each else [""]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _summary(reading: Reading) -> Summary:
    model = reading.model
    tiles = _tiles(reading, list(model.metrics.values()), lambda runner: ByFact(model, runner))
    compared = windows.compared_with(reading.window, reading.ask.compare)
    workspace = reading.workspace
    found = reading.prepared
    return Summary(
        workspace=SummaryWorkspace(
            id=workspace.id,
            slug=workspace.slug,
            name=workspace.name,
            timezone=workspace.timezone,
            currency=workspace.currency,
        ),
        as_of=reading.today,
        freshness=Freshness(
            data_until=found.profile.data_until,
            imported_at=found.prepared_at if workspace.warehouse_version else None,
            version=workspace.warehouse_version,
        ),
        range=RangeInfo(
            key=reading.ask.range,
            start=reading.window.start,
            end=reading.window.range.last,
            label=reading.window.label,
        ),
        compare=CompareInfo(
            key=reading.ask.compare,
            start=compared.start if compared else None,
            end=compared.range.last if compared else None,
            label=compared.label if compared else "no comparison",
        ),
        reconciled=_reconciled(tiles),
        sections=_sections(reading, tiles),
        pins=(),
    )


def _reconciled(tiles: Sequence[Kpi]) -> Reconciled:
    states = [tile.reconciliation.status for tile in tiles]
    return Reconciled(equal=states.count("equal"), total=len(states) - states.count("none"))


def _sections(reading: Reading, tiles: Sequence[Kpi]) -> tuple[SummarySection, ...]:
    return tuple(
        SummarySection(
            key=section.key,
            label=section.label,
            note=section.note,
            tiles=tuple(tile for tile in tiles if tile.section == section.key),
        )
        for section in reading.model.sections
    )
