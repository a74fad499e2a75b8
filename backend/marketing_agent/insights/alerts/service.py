"""Alerts of a workspace: raised once, looked after by somebody, ended by people or by the data."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from marketing_agent.insights.alerts import repository
from marketing_agent.insights.alerts.errors import AlertResolved, UnknownAlert, UnknownOwner
from marketing_agent.insights.alerts.happened import happened
from marketing_agent.insights.alerts.schemas import (
    LASTING,
    Alert,
    AlertAck,
    AlertAct,
    AlertKind,
    AlertResolve,
    Alerts,
    AlertSearch,
    AlertSnooze,
    Finding,
)
from marketing_agent.insights.alerts.tables import AlertRow
from marketing_agent.insights.delivery import outbox
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.money import from_minor
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller, Workspace

__all__ = ["acknowledge", "listed", "note", "raised", "reopen", "resolve", "shown", "snooze"]
_OPEN = AlertSearch(status="open")


def note(
    session: Session,
    workspace: Workspace,
    findings: Sequence[Finding],
    looked_for: Collection[AlertKind],
) -> list[str]:
    """Writes down what a look at the data found; returns the ids of alerts that are new.

    What is known already is brought up to date and raised no second time, even when a person is
    done with it. Of `looked_for`, states that were not found have ended.
    """
    by_key = {finding.key: finding for finding in findings}
    known = repository.uncleared(session, by_key)
    for key, row in known.items():
        _seen(row, by_key[key])
    new = [_new(workspace, each) for key, each in by_key.items() if key not in known]
    for row in new:
        session.add(row)
    session.flush()
    for row in new:
        happened(session, row, "raised")
    outbox.note(session, workspace, new)
    _end(session, by_key, LASTING & set(looked_for))
    return [row.id for row in new]


def raised(session: Session, kind: AlertKind) -> frozenset[str]:
    """The keys of a kind's alerts that have not been seen to end."""
    return repository.keys(session, kind)


def _seen(row: AlertRow, finding: Finding) -> None:
    row.times, row.seen_at = row.times + 1, now()
    for name, value in _told(finding).items():
        setattr(row, name, value)


def _new(workspace: Workspace, finding: Finding) -> AlertRow:
    return AlertRow(
        id=new_id(),
        workspace_id=workspace.id,
        key=finding.key,
        kind=finding.kind,
        **_told(finding),
    )


def _told(finding: Finding) -> dict[str, Any]:
    return finding.model_dump(exclude={"key", "kind"})


def _end(session: Session, found: Collection[str], kinds: Collection[AlertKind]) -> None:
    for row in repository.gone(session, kinds, found):
        row.cleared_at = now()
        if row.status != "resolved":
            row.status, row.resolved_at = "resolved", now()
            row.note = row.note or "The data no longer shows it."
            happened(session, row, "ended")


def listed(session: Session, workspace: Workspace, wanted: AlertSearch = _OPEN) -> Alerts:
    """A page of alerts, and how many wait."""
    return Alerts(
        items=tuple(shown(row, workspace) for row in repository.newest(session, wanted)),
        total=repository.count(session, wanted),
        open=repository.count(session, _OPEN),
    )


def acknowledge(
    session: Session, workspace: Workspace, caller: Caller, alert_id: str, asked: AlertAck
) -> Alert:
    """Somebody looks after it. Raises UnknownAlert, AlertResolved and UnknownOwner."""
    owner = asked.owner_id or caller.user_id or caller.key_of
    members = {member.user_id for member in tenancy.list_members(session, caller)}
    if owner is not None and owner not in members:
        raise UnknownOwner("Only a member of this workspace can look after an alert.")

    def change(row: AlertRow) -> None:
        row.status, row.owner_id, row.snoozed_until = "acknowledged", owner, None

    return _changed(session, workspace, caller, alert_id, "acknowledged", change)


def snooze(
    session: Session, workspace: Workspace, caller: Caller, alert_id: str, asked: AlertSnooze
) -> Alert:
    """Out of sight until then. Raises UnknownAlert and AlertResolved."""

    def change(row: AlertRow) -> None:
        row.status, row.snoozed_until = "snoozed", now() + timedelta(days=asked.days)

    return _changed(session, workspace, caller, alert_id, "snoozed", change)


def resolve(
    session: Session, workspace: Workspace, caller: Caller, alert_id: str, asked: AlertResolve
) -> Alert:
    """Done with, by a person. Raises UnknownAlert and AlertResolved."""

    def change(row: AlertRow) -> None:
        row.status, row.resolved_at, row.snoozed_until = "resolved", now(), None
        row.resolved_by, row.note = caller.user_id or caller.key_of, asked.note

    return _changed(session, workspace, caller, alert_id, "resolved", change)


def reopen(session: Session, workspace: Workspace, caller: Caller, alert_id: str) -> Alert:
    """Takes back what was done with it; on an open one it changes nothing."""
    row = _one(session, alert_id)
    row.status, row.owner_id, row.snoozed_until = "open", None, None
    row.resolved_at, row.resolved_by, row.note = None, None, None
    happened(session, row, "reopened", caller)
    return shown(row, workspace)


def _changed(
    session: Session,
    workspace: Workspace,
    caller: Caller,
    alert_id: str,
    act: AlertAct,
    change: Callable[[AlertRow], None],
) -> Alert:
    row = _one(session, alert_id)
    if row.status == "resolved":
        raise AlertResolved("This alert is done with. Open it again first.")
    change(row)
    happened(session, row, act, caller)
    return shown(row, workspace)


def _one(session: Session, alert_id: str) -> AlertRow:
    row = repository.locked(session, alert_id)
    if row is None:
        raise UnknownAlert("There is no such alert.")
    return row


def shown(row: AlertRow, workspace: Workspace) -> Alert:
    """A row as people and programs see it."""
    effect = row.effect_minor
    known = row.model_dump(include=set(Alert.model_fields) - {"status", "effect", "currency"})
    return Alert(
        **known,
        status=repository.status_at(row, now()),
        effect=None if effect is None else float(from_minor(effect, workspace.currency)),
        currency=workspace.currency,
    )
