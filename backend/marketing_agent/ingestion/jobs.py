"""Jobs of ingestion."""

from marketing_agent.ingestion import buyers, service
from marketing_agent.ingestion.running import JOB
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.jobs.service import MAX_ATTEMPTS, handler


@handler(JOB, urgent=True)
def run_import(context: JobContext) -> None:
    """Runs one stored import; a second run starts over or finds it done."""
    import_id = str(context.payload["import_id"])
    service.run_import(
        context.database,
        context.settings,
        context.workspace_id,
        import_id,
        last_try=context.attempt >= MAX_ATTEMPTS,
    )


@handler(buyers.JOB)
def keep_buyers(context: JobContext) -> None:
    """Keeps the contact data of an import's buyers; a second run changes nothing."""
    import_id = str(context.payload["import_id"])
    buyers.keep_buyers(context.database, context.settings, context.workspace_id, import_id)
