"""Jobs of questions: knowing the common ones before anyone asks."""

from marketing_agent.ask import service
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.tenancy import service as tenancy
from marketing_agent.warehouse.service import open_warehouse

SEED = "ask.seed"


@jobs.handler(SEED)
def seed(context: JobContext) -> None:
    """Runs after each import; a second run changes nothing."""
    warehouse = open_warehouse(context.settings)
    with context.database.transaction(context.workspace_id) as session:
        workspace = tenancy.get_workspace(session, context.workspace_id)
        service.fill_cache(session, warehouse, workspace)
