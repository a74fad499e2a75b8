"""Jobs of metrics: a new warehouse version made ready before anyone asks, old records let go."""

from datetime import timedelta

from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.time import now
from marketing_agent.metrics import repository, service
from marketing_agent.metrics.facts import keep_facts
from marketing_agent.tenancy import service as tenancy
from marketing_agent.warehouse.service import open_warehouse

PREPARE = "metrics.prepare"
FORGET = "metrics.forget_runs"
_DAY = timedelta(days=1)


@jobs.handler(PREPARE, urgent=True)
def prepare(context: JobContext) -> None:
    """Runs after each import, and each night for what an older release imported; a second run
    finds everything in place."""
    warehouse = open_warehouse(context.settings)
    with context.database.transaction(context.workspace_id) as session:
        workspace = tenancy.get_workspace(session, context.workspace_id)
        service.prepare(session, warehouse, workspace)
    keep_facts(warehouse, workspace)


@jobs.handler(FORGET)
def forget_runs(context: JobContext) -> None:
    """Runs once a day: drops the records of runs that are older than the setting says."""
    kept = context.settings.query_run_days * _DAY
    with context.database.transaction(context.workspace_id) as session:
        repository.forget_runs(session, context.workspace_id, now() - kept)


jobs.schedule(PREPARE, "20 3 * * *")
jobs.schedule(FORGET, "40 3 * * *")
