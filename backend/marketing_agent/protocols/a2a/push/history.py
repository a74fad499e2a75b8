"""The log of push notifications: read, and told again."""

from sqlmodel import Session

from marketing_agent.jobs import service as jobs
from marketing_agent.protocols.a2a.push import repository
from marketing_agent.protocols.a2a.push.errors import PushEnded, UnknownPush
from marketing_agent.protocols.a2a.push.jobs import AGAIN
from marketing_agent.protocols.a2a.push.schemas import Push, Pushes, PushStatus
from marketing_agent.protocols.a2a.push.tables import DeliveryRow


def listed(session: Session, status: PushStatus | None, limit: int, offset: int) -> Pushes:
    """A page of the log, newest first."""
    rows, total = repository.deliveries(session, status, limit, offset)
    return Pushes(items=tuple(_push(row) for row in rows), total=total)


def retry(session: Session, push_id: str) -> Push:
    """Tells again what was given up or refused; others stay as they are.

    Raises UnknownPush, and PushEnded when its webhook was deleted.
    """
    row = repository.locked_delivery(session, push_id)
    if row is None:
        raise UnknownPush("There is no such push notification.")
    if row.status in ("dead", "refused"):
        if repository.locked(session, row.config_key) is None:
            raise PushEnded("Its webhook was deleted: there is nobody to tell.")
        row.status, row.attempts, row.settled_at = "pending", 0, None
        jobs.enqueue(session, row.workspace_id, AGAIN, {"push_id": row.id})
        session.flush()
    return _push(row)


def _push(row: DeliveryRow) -> Push:
    # What stands behind the question mark may be a secret of the receiver's.
    shown = row.model_dump(exclude={"workspace_id", "run_id", "config_key", "seq", "url"})
    url = row.url.partition("?")[0]
    return Push(**shown, task_id=row.run_id, event=row.seq, url=url)
