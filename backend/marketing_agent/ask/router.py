"""REST of questions and of the prompt cache."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from marketing_agent.ask import entries, lifetimes, service
from marketing_agent.ask.entry_search import EntryFilter, EntrySearch, ListedEntries
from marketing_agent.ask.lifetimes import LifetimeChange, Lifetimes
from marketing_agent.ask.schemas import (
    Answer,
    AskRequest,
    Feedback,
    History,
    PromptEntries,
    PromptEntry,
    PromptEntryUpdate,
    Suggestions,
)
from marketing_agent.metrics.router import Here, TheWarehouse
from marketing_agent.tenancy.http import (
    AppSettings,
    CurrentCaller,
    TenantSession,
    require,
)

router = APIRouter(tags=["ask"])


def _desk(request: Request) -> service.Desk:
    desk: service.Desk = request.app.state.desk
    return desk


TheDesk = Annotated[service.Desk, Depends(_desk)]
_editors = [Depends(require("owner", "admin", "marketer"))]


@router.post("/ask", operation_id="ask")
def ask(asked: AskRequest, desk: TheDesk, caller: CurrentCaller) -> Answer:
    """A question in plain English: the number, the SQL, the assumptions; or a question back."""
    return service.ask(
        desk,
        caller,
        asked.question,
        as_of=asked.as_of,
        previous_id=asked.previous_id,
        change=asked.change,
    )


@router.get("/ask/history", operation_id="ask_history")
def ask_history(session: TenantSession) -> History:
    """Questions asked in this workspace, newest first."""
    return service.history(session)


@router.get("/ask/suggestions", operation_id="ask_suggestions")
def ask_suggestions(
    session: TenantSession, typed: Annotated[str, Query(min_length=1, max_length=200)]
) -> Suggestions:
    """Questions that hold every word typed so far: those asked here, then the known ones."""
    return service.suggestions(session, typed)


@router.post("/ask/{asked_id}/feedback", operation_id="ask_feedback", status_code=204)
def ask_feedback(asked_id: str, feedback: Feedback, session: TenantSession) -> Response:
    """A thumb up or down for an answer."""
    service.feedback(session, asked_id, helpful=feedback.helpful)
    return Response(status_code=204)


@router.get("/prompt-cache", operation_id="list_prompt_cache")
def list_prompt_cache(
    session: TenantSession, search: Annotated[EntrySearch, Query()]
) -> ListedEntries:
    """What questions are known to mean, with the stored SQL and how often each was used."""
    return entries.entries(session, search)


@router.get(
    "/prompt-cache.csv",
    operation_id="download_prompt_cache",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def download_prompt_cache(
    session: TenantSession, wanted: Annotated[EntryFilter, Query()]
) -> Response:
    """The same as a file; cells that a spreadsheet would run are quoted."""
    headers = {"Content-Disposition": 'attachment; filename="prompt-cache.csv"'}
    text = entries.entries_csv(session, wanted)
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/prompt-cache/lifetimes", operation_id="list_prompt_lifetimes")
def list_prompt_lifetimes(session: TenantSession, settings: AppSettings) -> Lifetimes:
    """How long readings of questions hold in this workspace, by who read them."""
    return lifetimes.lifetimes(session, settings.prompt_cache_ttl)


@router.put("/prompt-cache/lifetimes", operation_id="update_prompt_lifetime", dependencies=_editors)
def update_prompt_lifetime(
    change: LifetimeChange, session: TenantSession, caller: CurrentCaller, settings: AppSettings
) -> Lifetimes:
    """Sets how long readings of a source hold, those made before included."""
    return lifetimes.change_lifetime(
        session, caller.workspace_id, change, settings.prompt_cache_ttl
    )


@router.patch("/prompt-cache/{entry_id}", operation_id="update_prompt_entry", dependencies=_editors)
def update_prompt_entry(
    entry_id: str,
    change: PromptEntryUpdate,
    session: TenantSession,
    warehouse: TheWarehouse,
    workspace: Here,
) -> PromptEntry:
    """Pins, verifies, expires or rewrites an entry."""
    return service.update_entry(session, warehouse, workspace, entry_id, change)


@router.delete(
    "/prompt-cache/{entry_id}",
    operation_id="delete_prompt_entry",
    status_code=204,
    dependencies=_editors,
)
def delete_prompt_entry(entry_id: str, session: TenantSession) -> Response:
    """Forgets an entry."""
    service.drop_entry(session, entry_id)
    return Response(status_code=204)


@router.post("/prompt-cache/rebuild", operation_id="rebuild_prompt_cache", dependencies=_editors)
def rebuild_prompt_cache(
    session: TenantSession, warehouse: TheWarehouse, workspace: Here
) -> PromptEntries:
    """Reads the common questions of this store anew."""
    service.fill_cache(session, warehouse, workspace)
    return service.prompt_cache(session, 100, 0)
