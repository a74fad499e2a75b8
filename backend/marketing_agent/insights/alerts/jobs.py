"""Jobs of alerts: a look after each import, and each morning as days pass without one."""

from sqlmodel import Session

from marketing_agent.events import service as events
from marketing_agent.events.schemas import Event
from marketing_agent.insights.alerts.scanning import scan
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.tenancy import service as tenancy
from marketing_agent.warehouse.service import open_warehouse

SCAN = "alerts.scan"


@jobs.handler(SCAN)
def look(context: JobContext) -> None:
    """Raises what is new; a second look raises nothing twice."""
    warehouse = open_warehouse(context.settings)
    with context.database.transaction(context.workspace_id) as session:
        workspace = tenancy.get_workspace(session, context.workspace_id)
        scan(session, warehouse, workspace)


def _after_import(session: Session, workspace_id: str, _event: Event) -> None:
    jobs.enqueue(session, workspace_id, SCAN)


events.subscribe("import.completed", _after_import)
jobs.schedule(SCAN, "20 5 * * *")
