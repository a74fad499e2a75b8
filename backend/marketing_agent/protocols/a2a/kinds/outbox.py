"""Following the outbox, for tasks that are told from domain events."""

from collections.abc import AsyncGenerator

from marketing_agent.events.schemas import Event
from marketing_agent.protocols.a2a.kinds.kind import Ground

_SECONDS = 15.0


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
