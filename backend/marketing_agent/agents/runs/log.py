"""Writing to the log of a run: numbered without a gap, in the transaction of what happened."""

from collections.abc import Sequence

from sqlmodel import Session

from marketing_agent.agents.runs import repository
from marketing_agent.agents.runs.events import PAYLOADS, Payload, RunEvent
from marketing_agent.agents.runs.tables import RunEventRow, RunRow
from marketing_agent.kernel.notices import notify

TOPIC = "run"


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
    repository.add_events(session, rows)
    notify(session, TOPIC, row.id)


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
