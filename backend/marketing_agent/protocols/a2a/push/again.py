"""Telling again what was given up: that one update, in the same bytes as before."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from a2a.types import TaskNotFoundError
from sqlmodel import Session

from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.outgoing import Call, Told
from marketing_agent.kernel.time import now
from marketing_agent.protocols.a2a.kinds.registry import found
from marketing_agent.protocols.a2a.push import repository, sending
from marketing_agent.protocols.a2a.push.jobs import AGAIN
from marketing_agent.protocols.a2a.push.service import Webhooks
from marketing_agent.protocols.a2a.push.tables import DeliveryRow

_LOST = "The task no longer holds this update."


class Again:
    """One try. Later updates were told meanwhile, so a receiver goes by the time within."""

    def __init__(self, context: JobContext) -> None:
        self._database = context.database
        self._workspace_id = context.workspace_id
        self._webhooks = Webhooks.of(context.settings)

    def run(self, payload: Mapping[str, Any]) -> None:
        """Makes the call and writes down what came of it; nothing for what is settled already."""
        push_id = str(payload["push_id"])
        call = self._begin(push_id)
        if call is not None:
            told = self._webhooks.outgoing.tell(call)
            self._settle(push_id, told, dict(payload))

    def _transaction(self) -> AbstractContextManager[Session]:
        return self._database.transaction(self._workspace_id)

    def _begin(self, push_id: str) -> Call | None:
        with self._transaction() as session:
            row = repository.locked_delivery(session, push_id)
            if row is None or row.status != "pending":
                return None
            config = repository.locked(session, row.config_key)
            item = _item(session, row) if config else None
            if config is None or item is None:
                row.status, row.settled_at = ("dead" if config else "dropped"), now()
                row.problem = _LOST if config else row.problem
                return None
            row.attempts += 1
            return sending.call_of(config, item, self._webhooks)

    def _settle(self, push_id: str, told: Told, payload: dict[str, Any]) -> None:
        with self._transaction() as session:
            row = repository.locked_delivery(session, push_id)
            if row is None or row.status != "pending":
                return
            row.answer, row.problem = told.answer, told.problem
            status = _status(told, row)
            if status is not None:
                row.status, row.settled_at = status, now()
                return
            wait = timedelta(seconds=sending.WAITS[row.attempts - 1])
            jobs.enqueue(session, row.workspace_id, AGAIN, payload, run_after=now() + wait)


def _status(told: Told, row: DeliveryRow) -> str | None:
    """What it came to; None when it is to be tried once more."""
    if told.problem is None:
        return "delivered"
    if told.refused:
        return "refused"
    return "dead" if row.attempts > len(sending.WAITS) else None


def _item(session: Session, row: DeliveryRow) -> sending.Item | None:
    """The update, made anew from the log of its task."""
    try:
        kind, task = found(session, row.workspace_id, row.run_id)
    except TaskNotFoundError:
        return None
    if row.kind == "task":
        return sending.Item(row.seq, kind.task(session, task, row.seq))
    made = (sending.Item(seq, update) for seq, update in kind.updates(session, task, row.seq - 1))
    return next((item for item in made if (item.seq, item.kind) == (row.seq, row.kind)), None)
