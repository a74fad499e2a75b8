"""Rows as they are shown."""

from collections.abc import Sequence

from sqlmodel import Session

from marketing_agent.agents.planner.schemas import PlanStep
from marketing_agent.agents.runs import repository
from marketing_agent.agents.runs.events import PAYLOADS, TextFinished
from marketing_agent.agents.runs.schemas import (
    Attached,
    Message,
    Run,
    Thread,
    ThreadDetail,
    ThreadHead,
)
from marketing_agent.agents.runs.tables import RunEventRow, RunRow, ThreadRow
from marketing_agent.kernel.paging import PageAsked


def run(row: RunRow) -> Run:
    """A run with its plan, what it took and what became of it."""
    fields = row.model_dump(include=set(Run.model_fields))
    return Run.model_validate(fields | {"events_until": row.last_seq, "depth": depth(row)})


def depth(row: RunRow) -> int:
    """How often the request was handed on; what another agent asks was so at least once."""
    return max(int(row.request.get("depth", 0)), 1 if row.source == "a2a" else 0)


def plan(row: RunRow) -> tuple[PlanStep, ...]:
    """The steps of a run, none before it was planned."""
    return tuple(PlanStep.model_validate(step) for step in row.plan or ())


def thread(row: ThreadRow) -> Thread:
    """A thread without its messages."""
    return Thread.model_validate(row.model_dump(include=set(Thread.model_fields)))


def thread_head(row: ThreadRow) -> ThreadHead:
    """A thread with its state."""
    return ThreadHead(**thread(row).model_dump(), state=row.state)


def thread_detail(session: Session, row: ThreadRow, asked: PageAsked) -> ThreadDetail:
    """A page of a thread with what was said in it, in order."""
    page = repository.runs_of_thread(session, row.id, asked)
    rows = page.rows[::-1]
    said: dict[str, list[RunEventRow]] = {}
    for event in repository.messages_of(session, [one.id for one in rows]):
        said.setdefault(event.run_id, []).append(event)
    messages: list[Message] = []
    for one in rows:
        messages.append(_asked(one))
        messages.extend(_answered(one, said.get(one.id, [])))
    return ThreadDetail(
        **thread_head(row).model_dump(),
        runs=tuple(map(run, rows)),
        messages=tuple(messages),
        earlier=page.next_cursor,
    )


def _asked(row: RunRow) -> Message:
    return Message(
        id=f"{row.id}.request",
        run_id=row.id,
        role="user",
        text=row.text,
        attachments=tuple(
            Attached(kind=one["kind"], name=one["name"], id=one["id"])
            for one in row.request.get("attachments", ())
        ),
        status=row.status,
        at=row.created_at,
    )


def _answered(row: RunRow, events: Sequence[RunEventRow]) -> list[Message]:
    found = []
    for event in events:
        payload = PAYLOADS.validate_python(event.payload | {"type": event.type})
        if isinstance(payload, TextFinished) and not payload.cut_off:
            found.append(
                Message(
                    id=payload.message_id,
                    run_id=row.id,
                    role="assistant",
                    text=payload.text,
                    blocks=payload.blocks,
                    status=row.status,
                    at=event.at,
                )
            )
    return found
