"""Jobs of metrics: making a new warehouse version ready before anyone asks."""

from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.metrics import service
from marketing_agent.tenancy import service as tenancy
from marketing_agent.warehouse.service import open_warehouse

PREPARE = "metrics.prepare"


@jobs.handler(PREPARE, urgent=True)
def prepare(context: JobContext) -> None:
    """Runs after each import; a second run finds everything in place."""
    warehouse = open_warehouse(context.settings)
    with context.database.transaction(context.workspace_id) as session:
        workspace = tenancy.get_workspace(session, context.workspace_id)
        service.prepare(session, warehouse, workspace)
