"""Jobs of ingestion."""

from marketing_agent.ingestion import service
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.jobs.service import handler


@handler("ingestion.import")
def run_import(context: JobContext) -> None:
    """Runs one stored import; a second run starts over or finds it done."""
    import_id = str(context.payload["import_id"])
    service.run_import(context.database, context.settings, context.workspace_id, import_id)
