"""Telling search that something it reads has changed, in the transaction of the change."""

from sqlmodel import Session

from marketing_agent.jobs import service as jobs

JOB = "search.index"


def changed(session: Session, workspace_id: str, source: str, source_id: str | None = None) -> None:
    """Has one thing of a source read anew, or all of it; once, however often it is told."""
    payload = {"source": source, "source_id": source_id}
    jobs.enqueue(session, workspace_id, JOB, payload)
