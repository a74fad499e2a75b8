"""Jobs of segments: a count of each after an import."""

from sqlmodel import Session

from marketing_agent.events import service as events
from marketing_agent.events.schemas import Event
from marketing_agent.insights.segments.watching import look
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.tenancy import service as tenancy
from marketing_agent.warehouse.service import open_warehouse

COUNT = "segments.count"


@jobs.handler(COUNT)
def count(context: JobContext) -> None:
    """Tells what changed notably; a second count of the same data tells nothing twice."""
    warehouse = open_warehouse(context.settings)
    with context.database.transaction(context.workspace_id) as session:
        workspace = tenancy.get_workspace(session, context.workspace_id)
        look(session, warehouse, workspace)


def _after_import(session: Session, workspace_id: str, _event: Event) -> None:
    jobs.enqueue(session, workspace_id, COUNT)


events.subscribe("import.completed", _after_import)
