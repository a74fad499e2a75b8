"""What insights look at again once an import has brought new data."""

from collections.abc import Callable

from sqlmodel import Session

from marketing_agent.events import service as events
from marketing_agent.events.schemas import Event
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse, open_warehouse

Look = Callable[[Session, Warehouse, Workspace], object]


def after_import(job: str, look: Look) -> None:
    """Has a job of that name look at the published version, in one transaction, after each import.

    A second look at the same data must tell nothing twice: a job may be tried again.
    """

    def handle(context: JobContext) -> None:
        warehouse = open_warehouse(context.settings)
        with context.database.transaction(context.workspace_id) as session:
            workspace = tenancy.get_workspace(session, context.workspace_id)
            look(session, warehouse, workspace)

    def enqueue(session: Session, workspace_id: str, _event: Event) -> None:
        jobs.enqueue(session, workspace_id, job)

    jobs.handler(job)(handle)
    events.subscribe("import.completed", enqueue)
