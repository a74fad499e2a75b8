"""What becomes of an alert: kept as its history, and told as an event."""

from datetime import datetime

from sqlmodel import Session

from marketing_agent.events import service as events
from marketing_agent.insights.alerts.schemas import AlertAct
from marketing_agent.insights.alerts.tables import AlertRow, AlertStepRow
from marketing_agent.kernel.ids import new_id
from marketing_agent.tenancy.schemas import Caller

RAISED, CHANGED = "alert.raised", "alert.changed"


def happened(session: Session, row: AlertRow, act: AlertAct, by: Caller | None = None) -> None:
    """Notes it in the transaction in which it happened. `by` is nobody where the data did it."""
    step = AlertStepRow(
        id=new_id(),
        workspace_id=row.workspace_id,
        alert_id=row.id,
        act=act,
        by_id=by.user_id or by.key_of if by else None,
        owner_id=row.owner_id if act == "acknowledged" else None,
        until=_until(row, act),
        note=row.note if act in ("resolved", "ended") else None,
    )
    session.add(step)
    _tell(session, row, act)


def _until(row: AlertRow, act: AlertAct) -> datetime | None:
    return row.snoozed_until if act == "snoozed" else None


def _tell(session: Session, row: AlertRow, act: AlertAct) -> None:
    payload = {
        "alert_id": row.id, "kind": row.kind, "severity": row.severity, "title": row.title,
        "status": row.status, "page": row.page, "act": act,
    }  # fmt: skip
    topic = RAISED if act == "raised" else CHANGED
    events.emit(session, row.workspace_id, topic, payload)
