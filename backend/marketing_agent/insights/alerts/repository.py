"""Reads and writes of alerts; the transaction's scope keeps workspaces apart."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_
from sqlmodel import Session, col, select

from marketing_agent.insights.alerts.schemas import AlertSearch, AlertStatus
from marketing_agent.insights.alerts.tables import AlertRow, AlertStepRow
from marketing_agent.kernel.time import now

_GRAVEST = case({"critical": 0, "warning": 1}, value=col(AlertRow.severity), else_=2)


def locked(session: Session, alert_id: str) -> AlertRow | None:
    """An alert, locked until the transaction ends."""
    query = select(AlertRow).where(AlertRow.id == alert_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def one(session: Session, alert_id: str) -> AlertRow | None:
    """An alert, as it is read."""
    return session.exec(select(AlertRow).where(AlertRow.id == alert_id)).first()


def steps(session: Session, alert_id: str) -> Sequence[AlertStepRow]:
    """What became of an alert, the oldest first."""
    query = select(AlertStepRow).where(AlertStepRow.alert_id == alert_id)
    return session.exec(query.order_by(col(AlertStepRow.at), col(AlertStepRow.id))).all()


def uncleared(session: Session, keys: Collection[str]) -> dict[str, AlertRow]:
    """The alerts of these keys that have not been seen to end, locked."""
    query = select(AlertRow).where(col(AlertRow.key).in_(keys), col(AlertRow.cleared_at).is_(None))
    return {row.key: row for row in session.exec(query.with_for_update())}


def one_at_a_time(session: Session, workspace_id: str) -> None:
    """Of two looks at a workspace at once the second waits until the first has committed."""
    named = f"alerts {workspace_id}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(named, 0))))


def keys(session: Session, kind: str) -> frozenset[str]:
    """The keys of a kind's alerts that have not been seen to end."""
    query = select(AlertRow.key).where(AlertRow.kind == kind, col(AlertRow.cleared_at).is_(None))
    return frozenset(session.exec(query))


def gone(session: Session, kinds: Collection[str], keys: Collection[str]) -> Sequence[AlertRow]:
    """Alerts of these kinds that a look did not find any more, locked."""
    query = select(AlertRow).where(
        col(AlertRow.kind).in_(kinds),
        col(AlertRow.cleared_at).is_(None),
        col(AlertRow.key).not_in(keys),
    )
    return session.exec(query.with_for_update()).all()


def newest(session: Session, wanted: AlertSearch) -> Sequence[AlertRow]:
    """The alerts that match: the gravest first, then what is about most money, then the newest."""
    money = func.abs(func.coalesce(col(AlertRow.effect_minor), 0))
    query = select(AlertRow).where(*_matching(wanted))
    query = query.order_by(
        _GRAVEST, money.desc(), col(AlertRow.created_at).desc(), col(AlertRow.id)
    )
    return session.exec(query.limit(wanted.limit).offset(wanted.offset)).all()


def count(session: Session, wanted: AlertSearch) -> int:
    """How many match."""
    return session.exec(select(func.count()).select_from(AlertRow).where(*_matching(wanted))).one()


def status_at(row: AlertRow, at: datetime) -> str:
    """What the alert is by now: a snooze ends by itself."""
    over = row.status == "snoozed" and row.snoozed_until is not None and row.snoozed_until <= at
    return "open" if over else row.status


def _matching(wanted: AlertSearch) -> list[Any]:
    found: list[Any] = [] if wanted.status == "all" else [_is(wanted.status)]
    if wanted.kind:
        found.append(col(AlertRow.kind) == wanted.kind)
    return found


def _is(status: AlertStatus) -> Any:
    over = and_(col(AlertRow.status) == "snoozed", col(AlertRow.snoozed_until) <= now())
    if status == "open":
        return or_(col(AlertRow.status) == "open", over)
    if status == "snoozed":
        return and_(col(AlertRow.status) == "snoozed", col(AlertRow.snoozed_until) > now())
    return col(AlertRow.status) == status
