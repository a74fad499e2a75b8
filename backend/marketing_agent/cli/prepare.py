"""What a command that imports does for the pages that are read afterwards."""

from marketing_agent.ask import service as ask
from marketing_agent.cli.product import Product
from marketing_agent.metrics import service as metrics
from marketing_agent.metrics.facts import keep_facts
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import open_warehouse


def prepare(product: Product, workspace: Workspace) -> None:
    """Stores the SQL of every KPI and of common questions, as the jobs after an import do."""
    warehouse = open_warehouse(product.settings)
    with product.database.transaction(workspace.id) as session:
        fresh = tenancy.get_workspace(session, workspace.id)
        metrics.prepare(session, warehouse, fresh)
        ask.fill_cache(session, warehouse, fresh)
    keep_facts(warehouse, fresh)
