"""REST of search."""

from typing import Annotated

from fastapi import APIRouter, Query

from marketing_agent.agents.search import service
from marketing_agent.agents.search.embedding.opening import open_embedder
from marketing_agent.agents.search.schemas import MOST_QUERY, SearchResults, Source
from marketing_agent.tenancy.http import AppSettings, CurrentCaller, TenantSession

router = APIRouter(tags=["documents"])


@router.get("/search", operation_id="search")
def search(
    session: TenantSession,
    caller: CurrentCaller,
    settings: AppSettings,
    q: Annotated[str, Query(min_length=1, max_length=MOST_QUERY)],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
    source: Annotated[list[Source] | None, Query(max_length=10)] = None,
    document: Annotated[list[str] | None, Query(max_length=20)] = None,
) -> SearchResults:
    """The best passages of definitions, saved things, prompts and documents of this workspace.

    `document` searches in those documents or attachments alone.
    """
    embedder = open_embedder(settings)
    service.make_ready(session, caller.workspace_id, embedder)
    return service.search(session, embedder, q, limit=limit, sources=source, documents=document)
