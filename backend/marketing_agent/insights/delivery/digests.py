"""Digests: each one plans the next, as a job that is due at that instant of the store's clock."""

from datetime import datetime

from sqlmodel import Session

from marketing_agent.insights.delivery import outbox, repository
from marketing_agent.insights.delivery.channels import Plan, plan_of
from marketing_agent.insights.delivery.clock import next_digest
from marketing_agent.insights.delivery.tables import DeliverySettingsRow
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import service as tenancy

JOB = "alerts.digest"


def replan(session: Session, row: DeliverySettingsRow, plan: Plan) -> None:
    """Plans the next digest; one that was planned before for another time is not made."""
    _plan(session, row, plan, now())


def _plan(session: Session, row: DeliverySettingsRow, plan: Plan, after: datetime) -> None:
    due = next_digest(plan.digest, plan.zone, after)
    if due is None:
        row.digest_due = None
        return
    if row.digest_due is None:
        row.digest_from = now()
    if row.digest_due != due:
        row.digest_due = due
        session.flush()
        payload = {"due": due.isoformat()}
        jobs.enqueue(session, row.workspace_id, JOB, payload, run_after=due)


def make(session: Session, workspace_id: str, due: str) -> None:
    """Queues a message for each channel that something was raised for, once for each time."""
    row = _planned(session, workspace_id, due)
    plan = plan_of(session, tenancy.get_workspace(session, workspace_id)) if row else None
    if row is None or plan is None:
        return
    since, until = row.digest_from, now()
    new = repository.raised(session, since, until)
    for channel in plan.open(digest=True):
        many = sum(map(channel.wants, new))
        if many:
            message = outbox.new_message(workspace_id, channel, "digest")
            message.since, message.until, message.alerts = since, until, many
            session.add(message)
            outbox.send(session, message)
    row.digest_from = until
    _plan(session, row, plan, max(until, datetime.fromisoformat(due)))


def follow(session: Session, workspace_id: str, due: str) -> None:
    """Plans the next one without making this one, which was given up."""
    row = _planned(session, workspace_id, due)
    plan = plan_of(session, tenancy.get_workspace(session, workspace_id)) if row else None
    if row is not None and plan is not None:
        _plan(session, row, plan, max(now(), datetime.fromisoformat(due)))


def _planned(session: Session, workspace_id: str, due: str) -> DeliverySettingsRow | None:
    """The settings, if their digest is still due then."""
    row = repository.locked_settings(session, workspace_id)
    planned = row is not None and row.digest_due == datetime.fromisoformat(due)
    return row if planned else None
