"""The log of push notifications, read."""

from sqlmodel import Session

from marketing_agent.protocols.a2a.push import repository
from marketing_agent.protocols.a2a.push.schemas import Push, Pushes, PushStatus
from marketing_agent.protocols.a2a.push.tables import DeliveryRow


def listed(session: Session, status: PushStatus | None, limit: int, offset: int) -> Pushes:
    """A page of the log, newest first."""
    rows, total = repository.deliveries(session, status, limit, offset)
    return Pushes(items=tuple(_push(row) for row in rows), total=total)


def _push(row: DeliveryRow) -> Push:
    # What stands behind the question mark may be a secret of the receiver's.
    shown = row.model_dump(exclude={"workspace_id", "run_id", "config_key", "seq", "url"})
    url = row.url.partition("?")[0]
    return Push(**shown, task_id=row.run_id, event=row.seq, url=url)
