"""Is it alive, is it ready, what does it count."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict

from marketing_agent.kernel.errors import Unavailable
from marketing_agent.observability import metrics
from marketing_agent.tenancy.http import AppDatabase

router = APIRouter(tags=["operations"])


class Health(BaseModel):
    """`status` is `ok`."""

    model_config = ConfigDict(frozen=True)

    status: str


@router.get("/healthz", operation_id="get_health")
def get_health() -> Health:
    """The process is alive."""
    return Health(status="ok")


@router.get("/readyz", operation_id="get_readiness")
def get_readiness(request: Request, database: AppDatabase) -> Health:
    """The process can answer: PostgreSQL does, and nobody asked it to stop."""
    if request.app.state.stopping.is_set():
        raise Unavailable("The server is stopping.")
    try:
        database.ping()
    except Exception as error:
        raise Unavailable("PostgreSQL does not answer.") from error
    return Health(status="ok")


@router.get("/metrics", operation_id="get_metrics", response_class=Response)
def get_metrics() -> Response:
    """Counters and times in Prometheus' text form."""
    return Response(metrics.exposition(), media_type="text/plain; version=0.0.4")
