"""Jobs of questions: knowing the common ones before anyone asks."""

from marketing_agent.ask import cache, renewing, seed_repository, seeding
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import open_warehouse

SEED = "ask.seed"


@jobs.handler(SEED)
def seed(context: JobContext) -> None:
    """Runs after each import and after an upgrade; a second run changes nothing."""
    warehouse, database = open_warehouse(context.settings), context.database
    with database.transaction(context.workspace_id) as session:
        workspace = tenancy.get_workspace(session, context.workspace_id)
        if not workspace.warehouse_version:
            return
        renewing.renew(session, renewing.checker(session, warehouse, workspace))
        ground = seeding.look_up(session, warehouse, workspace)
    for part in seeding.read(ground):
        with database.transaction(context.workspace_id) as session:
            seeding.keep(session, ground, part)
    with database.transaction(context.workspace_id) as session:
        seed_repository.forget_versions(session, cache.schema_version())


def after_upgrade(database: Database) -> bool:
    """Has common questions read anew in every workspace that does not know them in this version.

    For the start of a worker: another language, model or table makes another version. True.
    """
    with database.system() as session:
        workspaces = tenancy.list_workspaces(session)
    for workspace in workspaces:
        if workspace.warehouse_version:
            _seed_if_new(database, workspace)
    return True


def _seed_if_new(database: Database, workspace: Workspace) -> None:
    with database.transaction(workspace.id) as session:
        seeded = seed_repository.is_seeded(session, cache.schema_version())
        if not seeded and not jobs.is_open(session, SEED, {}):
            jobs.enqueue(session, workspace.id, SEED)
