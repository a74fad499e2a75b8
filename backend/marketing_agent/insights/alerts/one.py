"""One alert: where its numbers came from, what became of it, where it was told, where to go."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from sqlmodel import Session

from marketing_agent.insights.alerts import repository, service
from marketing_agent.insights.alerts.errors import UnknownAlert
from marketing_agent.insights.alerts.one_schemas import (
    AlertDetail,
    AlertLink,
    AlertStep,
    AlertTold,
)
from marketing_agent.insights.alerts.schemas import Alert
from marketing_agent.insights.delivery import service as delivery
from marketing_agent.tenancy.schemas import Workspace

_PAGES = "/insights/"


def detail(session: Session, workspace: Workspace, alert_id: str) -> AlertDetail:
    """All that is known of it; raises UnknownAlert."""
    row = repository.one(session, alert_id)
    if row is None:
        raise UnknownAlert("There is no such alert.")
    alert = service.shown(row, workspace)
    steps = repository.steps(session, alert_id)
    messages = delivery.told(session, alert_id)
    more = {
        "sources": row.sources,
        "history": [step.model_dump(include=set(AlertStep.model_fields)) for step in steps],
        "told_in": [each.model_dump(include=set(AlertTold.model_fields)) for each in messages],
        "links": tuple(_links(alert)),
    }
    return AlertDetail.model_validate(alert.model_dump() | more)


def _links(alert: Alert) -> Iterator[AlertLink]:
    yield AlertLink(rel="page", method="GET", href=alert.page)
    path = urlsplit(alert.page)
    if path.path.startswith(_PAGES):
        name = path.path.removeprefix(_PAGES).strip("/")
        asked = f"?{path.query}" if path.query else ""
        yield AlertLink(rel="insight", method="GET", href=f"/api/v1/insights/{name}{asked}")
    own = f"/api/v1/alerts/{alert.id}"
    if alert.status != "resolved":
        yield AlertLink(rel="ack", method="POST", href=f"{own}/ack")
        yield AlertLink(rel="snooze", method="POST", href=f"{own}/snooze")
        yield AlertLink(rel="resolve", method="POST", href=f"{own}/resolve")
    if alert.status != "open":
        yield AlertLink(rel="reopen", method="POST", href=f"{own}/reopen")
