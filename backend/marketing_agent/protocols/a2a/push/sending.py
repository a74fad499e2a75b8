"""Telling one webhook what it does not know yet: in order, each update at least once.

A webhook is held by one job at a time. Where it stands is written before and after each call, never
during it, so a worker that dies loses nothing and repeats at most the update it was at.
"""

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from a2a.types import Task, TaskArtifactUpdateEvent
from a2a.utils.proto_utils import to_stream_response
from google.protobuf.json_format import MessageToDict
from sqlmodel import Session

from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.outgoing import Call, Told
from marketing_agent.kernel.time import now
from marketing_agent.protocols.a2a.kinds.kind import Kind
from marketing_agent.protocols.a2a.kinds.registry import found
from marketing_agent.protocols.a2a.mapping import Update
from marketing_agent.protocols.a2a.push import repository
from marketing_agent.protocols.a2a.push.jobs import JOB, payload_of
from marketing_agent.protocols.a2a.push.service import Webhooks, headers_of
from marketing_agent.protocols.a2a.push.tables import ConfigRow, DeliveryRow
from marketing_agent.protocols.a2a.tables import TaskRow

_HELD = timedelta(seconds=60)
_SOON = timedelta(seconds=1)
"""When events that an open transaction hides are looked for again."""
_SECONDS = 10.0
_MOST_BYTES = 16 * 1024
WAITS = (5, 30, 120, 600, 1800, 3600, 7200)
"""Seconds after each failed try; after the last the update is given up, and the later ones are
tried once each until one arrives."""


@dataclass(frozen=True)
class Item:
    """An update to be told, and the number of its event."""

    seq: int
    update: Task | Update

    @property
    def kind(self) -> str:
        return str(to_stream_response(self.update).WhichOneof("payload"))

    @property
    def body(self) -> bytes:
        """A `StreamResponse`, as in a stream."""
        found = MessageToDict(to_stream_response(self.update))
        return json.dumps(found, ensure_ascii=False).encode()


class Teller:
    """One job's turn with one webhook."""

    def __init__(self, context: JobContext) -> None:
        self._database = context.database
        self._workspace_id = context.workspace_id
        self._job_id = context.job_id
        self._holder = context.holder
        self._webhooks = Webhooks.of(context.settings)

    def run(self, key: str) -> None:
        """Until there is nothing new, another try is due later, or the webhook is gone."""
        if not self._take(key):
            return
        while items := self._due(key):
            for item in items:
                call = self._begin(key, item)
                if call is None or not self._settle(key, item, self._webhooks.outgoing.tell(call)):
                    return

    def _transaction(self) -> AbstractContextManager[Session]:
        return self._database.transaction(self._workspace_id)

    def _take(self, key: str) -> bool:
        with self._transaction() as session:
            row = repository.locked(session, key)
            if row is None or (row.next_at and row.next_at > now()):
                return False
            others = row.holder and row.holder.partition(".")[0] != self._job_id
            if others and row.held_until and row.held_until > now():
                return False
            row.holder, row.held_until = self._holder, now() + _HELD
            return True

    def _mine(self, session: Session, key: str) -> ConfigRow | None:
        """The webhook, unless it was deleted or another job has it."""
        row = repository.locked(session, key)
        return row if row is not None and row.holder == self._holder else None

    def _due(self, key: str) -> list[Item]:
        """What is new. When nothing is, lets go in the same transaction: an event that commits
        later brings a job of its own, which then finds the webhook free."""
        with self._transaction() as session:
            row = self._mine(session, key)
            if row is None:
                return []
            kind, task = found(session, row.workspace_id, row.run_id)
            items = _items(session, row, kind, task)
            if not items:
                _let_go(row)
                if kind.is_behind(session, task):
                    soon = now() + _SOON
                    jobs.enqueue(session, row.workspace_id, JOB, payload_of(key), run_after=soon)
            return items

    def _begin(self, key: str, item: Item) -> Call | None:
        with self._transaction() as session:
            row = self._mine(session, key)
            if row is None:
                return None
            row.held_until = now() + _HELD
            _delivery(session, row, item).attempts += 1
            return call_of(row, item, self._webhooks)

    def _settle(self, key: str, item: Item, told: Told) -> bool:
        """Writes down what came of it; whether to go on."""
        with self._transaction() as session:
            row = self._mine(session, key)
            if row is None:
                return False
            delivery = _delivery(session, row, item)
            delivery.answer, delivery.problem = told.answer, told.problem
            if told.problem is None:
                row.attempts = 0
                _done(row, delivery, "delivered")
            elif told.refused:
                _done(row, delivery, "refused")
            elif row.attempts >= len(WAITS):
                _done(row, delivery, "dead")
            else:
                self._later(session, row)
                return False
            return True

    def _later(self, session: Session, row: ConfigRow) -> None:
        row.next_at = now() + timedelta(seconds=WAITS[row.attempts])
        row.attempts += 1
        _let_go(row)
        payload = payload_of(row.key)
        jobs.enqueue(session, row.workspace_id, JOB, payload, run_after=row.next_at)


def call_of(row: ConfigRow, item: Item, webhooks: Webhooks) -> Call:
    """One try of telling a webhook an update."""
    headers = headers_of(row.scheme, webhooks.secrets_of(row))
    return Call("POST", row.url, headers, item.body, _SECONDS, _MOST_BYTES)


def _items(session: Session, row: ConfigRow, kind: Kind, task: TaskRow) -> list[Item]:
    if row.greets:
        return [Item(row.sent_until, kind.task(session, task, row.sent_until))]
    return [
        Item(seq, update)
        for seq, update in kind.updates(session, task, row.sent_until)
        if _is_whole(update)
    ]


def _is_whole(update: Update) -> bool:
    """Pieces of a text are for streams; the whole of it follows."""
    return not isinstance(update, TaskArtifactUpdateEvent) or update.last_chunk


def _delivery(session: Session, row: ConfigRow, item: Item) -> DeliveryRow:
    found = repository.delivery(session, row.key, item.seq)
    if found is None:
        found = DeliveryRow(
            id=new_id(),
            workspace_id=row.workspace_id,
            run_id=row.run_id,
            config_key=row.key,
            config_id=row.id,
            url=row.url,
            seq=item.seq,
            kind=item.kind,
        )
        repository.add(session, found)
    return found


def _done(row: ConfigRow, delivery: DeliveryRow, status: str) -> None:
    delivery.status, delivery.settled_at = status, now()
    row.sent_until, row.greets, row.next_at = delivery.seq, False, None


def _let_go(row: ConfigRow) -> None:
    row.holder, row.held_until = None, None
