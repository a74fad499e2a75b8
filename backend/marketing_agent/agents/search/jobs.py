"""Jobs of search: what changed is read anew, and at a start what another release made."""

from collections.abc import Sequence

from sqlmodel import Session

from marketing_agent.agents.search import indexing, queue
from marketing_agent.agents.search.embedding.opening import open_embedder
from marketing_agent.agents.search.schemas import Source
from marketing_agent.boards import service as boards
from marketing_agent.events import service as events
from marketing_agent.events.schemas import Event
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy

_ALL: dict[str, str | None] = {"source": None, "source_id": None}


@jobs.handler(queue.JOB)
def index(context: JobContext) -> None:
    """Reads what changed; a second run finds it done."""
    embedder = open_embedder(context.settings)
    source, source_id = context.payload["source"], context.payload["source_id"]
    sources: Sequence[Source] = (source,) if source else indexing.SOURCES
    for one in sources:
        with context.database.transaction(context.workspace_id) as session:
            indexing.index(session, context.workspace_id, embedder, one, source_id)


def _boards_changed(session: Session, workspace_id: str, _event: Event) -> None:
    for source in ("saved_question", "widget"):
        queue.changed(session, workspace_id, source)


events.subscribe(boards.TOPIC, _boards_changed)


def look_after(database: Database, settings: Settings) -> None:
    """Has workspaces read anew whose index is not as this release makes it, and no others.

    For the start of a worker: another release may say other things, or cut and compare differently.
    """
    embedder = open_embedder(settings)
    with database.system() as session:
        workspaces = tenancy.list_workspaces(session)
    for workspace in workspaces:
        with database.transaction(workspace.id) as session:
            if indexing.is_current(session, embedder) or jobs.is_open(session, queue.JOB, _ALL):
                continue
            jobs.enqueue(session, workspace.id, queue.JOB, _ALL)
