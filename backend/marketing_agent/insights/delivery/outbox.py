"""What channels are to be told, written in the transaction that raises the alerts."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlmodel import Session

from marketing_agent.insights.alerts.tables import AlertRow
from marketing_agent.insights.delivery import repository
from marketing_agent.insights.delivery.channels import Channel, Plan, plan_of
from marketing_agent.insights.delivery.clock import is_quiet, sendable
from marketing_agent.insights.delivery.tables import AlertMessageRow
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.tenancy.schemas import Workspace

JOB = "alerts.deliver"


def note(session: Session, workspace: Workspace, raised: Sequence[AlertRow]) -> None:
    """Queues one message a channel for all that was raised at once, whatever it is."""
    plan = plan_of(session, workspace) if raised else None
    if plan is None:
        return
    for channel in plan.open(digest=False):
        wanted = [alert for alert in raised if channel.wants(alert)]
        for part, urgent in _parts(plan, wanted):
            if part:
                _queue(session, workspace.id, channel, part, plan=plan, urgent=urgent)


def _parts(plan: Plan, wanted: Sequence[AlertRow]) -> Iterator[tuple[list[AlertRow], bool]]:
    """All of them together; at night the critical ones apart, where those do not wait."""
    breaks = plan.quiet is not None and plan.quiet.critical_breaks
    grave = [one for one in wanted if breaks and one.severity == "critical"]
    if not is_quiet(plan.quiet, plan.zone, now()):
        yield list(wanted), bool(grave)
        return
    yield grave, True
    yield [one for one in wanted if not (breaks and one.severity == "critical")], False


def _queue(
    session: Session,
    workspace_id: str,
    channel: Channel,
    alerts: Sequence[AlertRow],
    *,
    plan: Plan,
    urgent: bool,
) -> None:
    """Adds alerts to a message that waits, else to a new one. None is told twice."""
    waiting = repository.unsent(session, channel.id, urgent=urgent)
    message = waiting or new_message(workspace_id, channel, "alerts", urgent=urgent)
    told = repository.tell_once(session, message, [alert.id for alert in alerts])
    message.alerts += len(told)
    if told and waiting is None:
        session.add(message)
        send(session, message, None if urgent else sendable(plan.quiet, plan.zone, now()))


def new_message(
    workspace_id: str, channel: Channel, kind: str, *, urgent: bool = False
) -> AlertMessageRow:
    """A message that nobody has sent, not yet added."""
    return AlertMessageRow(
        id=new_id(),
        workspace_id=workspace_id,
        channel_id=channel.id,
        channel=channel.label,
        kind=kind,
        urgent=urgent,
    )


def send(session: Session, message: AlertMessageRow, at: datetime | None = None) -> None:
    """Has a worker send it, at once or then."""
    later = at if at is not None and at > now() else None
    message.next_at = later
    session.flush()
    payload = {"message_id": message.id}
    jobs.enqueue(session, message.workspace_id, JOB, payload, run_after=later)
