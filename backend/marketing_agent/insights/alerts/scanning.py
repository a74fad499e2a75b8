"""A look at a workspace's data for everything that an alert is raised for."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlmodel import Session

from marketing_agent.insights.alerts import service
from marketing_agent.insights.alerts.schemas import AlertKind, Finding
from marketing_agent.insights.changes import alerts as changes
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.schemas import InsightAsk
from marketing_agent.metrics.windows import DEFAULT_RANGE
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse


class Finder(NamedTuple):
    """What it looks for, and how."""

    kinds: tuple[AlertKind, ...]
    find: Callable[[Ground], Iterator[Finding]]


FINDERS: tuple[Finder, ...] = (Finder(("anomaly", "shift"), changes.find),)


def scan(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    ask: InsightAsk | None = None,
) -> list[str]:
    """Looks for everything; returns the ids of alerts that are new. Nothing without data."""
    if not workspace.warehouse_version:
        return []
    ground = Ground(session, warehouse, workspace, ask or InsightAsk(), DEFAULT_RANGE)
    found = [each for finder in FINDERS for each in finder.find(ground)]
    ground.save()
    kinds = {kind for finder in FINDERS for kind in finder.kinds}
    return service.note(session, workspace, found, kinds)
