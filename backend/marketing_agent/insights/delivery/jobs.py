"""Jobs of alert delivery: a message is sent, tried again later and later, given up.

That a try begins is noted before it, and what came of it after. A worker that dies in between
leaves a message that may have arrived: it is sent once more, as two are better than none, and not
a third time. Mails carry the same Message-ID both times; the preview inbox keeps one.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from marketing_agent.insights.delivery import digests, outbox, repository
from marketing_agent.insights.delivery.errors import NotDelivered
from marketing_agent.insights.delivery.packing import pack
from marketing_agent.insights.delivery.sending import Outcome, Parcel, send
from marketing_agent.insights.delivery.tables import AlertMessageRow
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.jobs.service import handler, schedule
from marketing_agent.kernel.time import now

WAITS = (5, 30, 120, 600, 3_600, 14_400)
"""Seconds before each further try: about five hours in all, and then it is dead."""
FORGET = "alerts.forget_messages"
_KEPT = {
    "delivered": timedelta(days=30), "dropped": timedelta(days=30), "dead": timedelta(days=90),
}  # fmt: skip
_BROKEN_OFF = "It was broken off twice and may have arrived. It is not sent again by itself."
_DIED = "It was interrupted again and again and was given up."


def _given_up(session: Session, _workspace_id: str, payload: Mapping[str, Any]) -> None:
    row = repository.locked_message(session, str(payload["message_id"]))
    if row is not None and row.status in ("waiting", "sending"):
        _end(row, "dead", _DIED)


@handler(outbox.JOB, lane="outgoing", given_up=_given_up)
def deliver(context: JobContext) -> None:
    """Makes one try. Raises NotDelivered when it was the last: the job then waits as dead."""
    with context.database.transaction(context.workspace_id) as session:
        begun = _begin(session, context)
    if isinstance(begun, Parcel):
        outcome = send(context.database, context.settings, begun)
        with context.database.transaction(context.workspace_id) as session:
            begun = _settle(session, begun.id, outcome)
    if begun is not None:
        raise NotDelivered(begun)


def _begin(session: Session, context: JobContext) -> Parcel | str | None:
    """What to send now; None for nothing; a sentence when it is given up instead."""
    row = repository.locked_message(session, str(context.payload["message_id"]))
    if row is None or row.status in ("delivered", "dropped") or _is_early(row):
        return None
    if row.status == "dead":  # somebody has its job tried again
        row.attempts, row.broken_off, row.settled_at = 0, 0, None
    elif row.status == "sending":
        row.broken_off += 1
        if row.broken_off > 1:
            return _end(row, "dead", _BROKEN_OFF)
    return pack(session, context.settings, row)


def _is_early(row: AlertMessageRow) -> bool:
    """Another job comes for it later."""
    return row.next_at is not None and row.next_at > now()


def _settle(session: Session, message_id: str, outcome: Outcome) -> str | None:
    """Notes what came of a try; a sentence when it was the last."""
    row = repository.locked_message(session, message_id)
    if row is None or row.status != "sending":
        return None
    row.answer, row.problem, row.broken_off = outcome.answer, outcome.problem, 0
    if outcome.delivered:
        row.status, row.settled_at = "delivered", now()
    elif outcome.hopeless or row.attempts > len(WAITS):
        return _end(row, "dead", outcome.problem or _DIED)
    else:
        row.status = "waiting"
        wait = max(WAITS[row.attempts - 1], outcome.wait)
        outbox.send(session, row, now() + timedelta(seconds=wait))
    return None


def _end(row: AlertMessageRow, status: str, problem: str) -> str:
    row.status, row.problem, row.settled_at, row.next_at = status, problem, now(), None
    return problem


def _next_one(session: Session, workspace_id: str, payload: Mapping[str, Any]) -> None:
    digests.follow(session, workspace_id, str(payload["due"]))


@handler(digests.JOB, given_up=_next_one)
def digest(context: JobContext) -> None:
    """Has the digest of each channel sent, and plans the next one."""
    with context.database.transaction(context.workspace_id) as session:
        digests.make(session, context.workspace_id, str(context.payload["due"]))


@handler(FORGET)
def forget(context: JobContext) -> None:
    """Runs once a day, in every workspace: the log keeps what was given up longest."""
    with context.database.transaction(context.workspace_id) as session:
        for status, kept in _KEPT.items():
            repository.forget(session, context.workspace_id, status, now() - kept)


schedule(FORGET, "50 3 * * *")
