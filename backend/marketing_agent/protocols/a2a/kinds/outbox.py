"""Tasks that are told from domain events: their numbers are ids of the outbox."""

from collections.abc import AsyncGenerator

from sqlmodel import Session

from marketing_agent.events import service as events
from marketing_agent.events.schemas import Event
from marketing_agent.protocols.a2a.kinds.kind import Ground
from marketing_agent.protocols.a2a.tables import TaskRow

_SECONDS = 15.0


class OutboxTasks:
    """What is alike in every `Kind` whose numbers are ids of the outbox."""

    def until(self, session: Session, row: TaskRow) -> int:
        return events.settled_id(session, row.workspace_id)

    def is_behind(self, session: Session, row: TaskRow) -> bool:
        newest = events.latest_id(session, row.workspace_id)
        return newest > events.settled_id(session, row.workspace_id)


async def events_from(
    ground: Ground, workspace_id: str, after: int
) -> AsyncGenerator[Event | None]:
    """The workspace's events after that id as they come; None when there were none for a while.

    Ends when the server stops.
    """
    async with ground.feeds.join(workspace_id, after) as reader:
        while not reader.ended:
            found = await reader.next(_SECONDS)
            for event in found:
                yield event
            if not found:
                yield None
