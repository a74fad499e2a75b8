"""Writing to the log of a run: numbered without a gap, in the transaction of what happened."""

from collections.abc import Callable, Collection, Sequence

from sqlmodel import Session

from marketing_agent.agents.runs import repository
from marketing_agent.agents.runs.events import MOVES, PAYLOADS, Payload, RunEvent
from marketing_agent.agents.runs.tables import RunEventRow, RunRow
from marketing_agent.kernel.notices import notify

TOPIC = "run"
# Given the transaction of what happened, the workspace, the run and the types of its events.
Listener = Callable[[Session, str, str, Collection[str]], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Has a function called in the transaction of each addition to a log."""
    if listener not in _listeners:
        _listeners.append(listener)


def append(session: Session, row: RunRow, *payloads: Payload) -> None:
    """Adds events to a run whose row this transaction holds locked."""
    rows = []
    for payload in payloads:
        row.last_seq += 1
        content = payload.model_dump(mode="json", exclude={"type"})
        rows.append(
            RunEventRow(
                run_id=row.id,
                seq=row.last_seq,
                workspace_id=row.workspace_id,
                type=payload.type,
                payload=content,
            )
        )
        if payload.type in MOVES:
            row.moved_at = rows[-1].at
    repository.add_events(session, rows)
    notify(session, TOPIC, row.id)
    for listener in _listeners:
        listener(session, row.workspace_id, row.id, [payload.type for payload in payloads])


def read(rows: Sequence[RunEventRow]) -> list[RunEvent]:
    """Rows as typed events."""
    return [
        RunEvent(
            run_id=row.run_id,
            seq=row.seq,
            at=row.at,
            payload=PAYLOADS.validate_python(row.payload | {"type": row.type}),
        )
        for row in rows
    ]
