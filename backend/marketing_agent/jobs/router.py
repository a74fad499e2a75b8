"""REST of jobs, for owners and admins: what the product does in the background, and what failed."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from marketing_agent.jobs import service
from marketing_agent.jobs.schemas import Job, Jobs, JobStatus
from marketing_agent.tenancy.http import CurrentCaller, Offset, TenantSession, require

router = APIRouter(tags=["jobs"], dependencies=[Depends(require("owner", "admin"))])


@router.get("/jobs", operation_id="list_jobs")
def list_jobs(
    session: TenantSession,
    caller: CurrentCaller,
    status: JobStatus | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Offset = 0,
) -> Jobs:
    """This store's jobs, newest first, all or those of one state."""
    return service.listed(session, caller.workspace_id, status, limit, offset)


@router.get("/jobs/{job_id}", operation_id="get_job")
def get_job(job_id: str, session: TenantSession) -> Job:
    """One job, its attempts, the steps it has done and what went wrong."""
    return service.inspect(session, job_id)


@router.post("/jobs/{job_id}/retry", operation_id="retry_job", status_code=202)
def retry_job(job_id: str, session: TenantSession) -> Job:
    """Tries a job again that was given up; steps that were done are not done twice."""
    return service.retry(session, job_id)


@router.post("/jobs/{job_id}/cancel", operation_id="cancel_job", status_code=202)
def cancel_job(job_id: str, session: TenantSession) -> Job:
    """Ends a job that waits, and one that runs at its next step."""
    return service.cancel(session, job_id)
