"""A look at a workspace's data for everything that an alert is raised for."""

import logging
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlmodel import Session

from marketing_agent.insights.alerts import repository, service
from marketing_agent.insights.alerts.schemas import AlertKind, Finding
from marketing_agent.insights.changes import alerts as changes
from marketing_agent.insights.email import alerts as email
from marketing_agent.insights.inventory import alerts as inventory
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.schemas import InsightAsk
from marketing_agent.metrics.prepared import prepared
from marketing_agent.metrics.windows import DEFAULT_RANGE
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

log = logging.getLogger(__name__)


class Finder(NamedTuple):
    """What it looks for, and how."""

    kinds: tuple[AlertKind, ...]
    find: Callable[[Ground], Iterator[Finding]]


FINDERS: tuple[Finder, ...] = (
    Finder(("anomaly", "shift"), changes.find),
    Finder(("stock",), inventory.find),
    Finder(("email",), email.find),
)


def scan(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    ask: InsightAsk | None = None,
) -> list[str]:
    """Looks for everything; returns the ids of alerts that are new. Nothing without data.

    A finder that fails is logged and finds nothing: the others go on, and what it found before
    is not taken for ended.
    """
    if not workspace.warehouse_version:
        return []
    repository.one_at_a_time(session, workspace.id)
    prepared(session, warehouse, workspace)  # here, where no finder's failure undoes it
    given = (session, warehouse, workspace, ask or InsightAsk(), DEFAULT_RANGE)
    looked = [(finder.kinds, _look(Ground(*given), finder)) for finder in FINDERS]
    found = [each for _, findings in looked for each in findings or ()]
    kinds = {kind for kinds, findings in looked if findings is not None for kind in kinds}
    return service.note(session, workspace, found, kinds)


def _look(ground: Ground, finder: Finder) -> list[Finding] | None:
    """What it finds; None where it failed, without a trace in the database."""
    try:
        with ground.session.begin_nested():
            found = list(finder.find(ground))
            ground.save()
    except Exception:  # whatever goes wrong in one must not silence the others
        log.exception("a look for alerts failed", extra={"kinds": ", ".join(finder.kinds)})
        return None
    return found
