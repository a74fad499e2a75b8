"""REST of saved questions and widgets. Everybody reads and runs them; marketers and up save."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from marketing_agent.boards import service
from marketing_agent.boards.running import Door
from marketing_agent.boards.schemas import (
    Arrangement,
    SavedAnswer,
    SavedQuestion,
    SavedQuestionCreate,
    SavedQuestions,
    SavedQuestionUpdate,
    Widget,
    WidgetCreate,
    Widgets,
    WidgetsData,
    WidgetUpdate,
)
from marketing_agent.boards.service import SAVED, WIDGETS
from marketing_agent.tenancy.http import (
    AppDatabase,
    CurrentCaller,
    SeenVersion,
    TenantSession,
    require,
)

router = APIRouter(tags=["boards"])
_savers = [Depends(require("owner", "admin", "marketer"))]
_AsOf = Annotated[date | None, Query(description="The day that counts as today")]


def _door(request: Request, database: AppDatabase, caller: CurrentCaller) -> Door:
    state = request.app.state
    return Door(database, state.warehouse, state.statements, caller)


AppDoor = Annotated[Door, Depends(_door)]


@router.get("/saved-questions", operation_id="list_saved_questions")
def list_saved_questions(session: TenantSession) -> SavedQuestions:
    """Saved questions and statements, by name."""
    return SavedQuestions(items=service.listed(session, SAVED))


@router.post(
    "/saved-questions",
    operation_id="create_saved_question",
    status_code=201,
    dependencies=_savers,
)
def create_saved_question(
    body: SavedQuestionCreate, session: TenantSession, door: AppDoor, caller: CurrentCaller
) -> SavedQuestion:
    """Keeps a question, or one checked SELECT, under a name; its SQL is stored with it."""
    return service.keep(session, SAVED, door.ground(session), caller, body)


@router.get("/saved-questions/{question_id}", operation_id="get_saved_question")
def get_saved_question(
    question_id: str, session: TenantSession, response: Response
) -> SavedQuestion:
    """One saved question; `ETag` is its version."""
    found = service.get(session, SAVED, question_id)
    response.headers["ETag"] = f'"{found.version}"'
    return found


@router.patch(
    "/saved-questions/{question_id}", operation_id="update_saved_question", dependencies=_savers
)
def update_saved_question(
    question_id: str,
    body: SavedQuestionUpdate,
    session: TenantSession,
    door: AppDoor,
    version: SeenVersion,
) -> SavedQuestion:
    """Renames it or changes what it asks; with `If-Match` only the version that was seen."""
    return service.change(session, SAVED, door.ground(session), question_id, body, version)


@router.delete(
    "/saved-questions/{question_id}",
    operation_id="delete_saved_question",
    status_code=204,
    dependencies=_savers,
)
def delete_saved_question(question_id: str, session: TenantSession) -> Response:
    """Deletes it; for 30 days it can be restored."""
    service.drop(session, SAVED, question_id)
    return Response(status_code=204)


@router.post(
    "/saved-questions/{question_id}/restore",
    operation_id="restore_saved_question",
    dependencies=_savers,
)
def restore_saved_question(question_id: str, session: TenantSession) -> SavedQuestion:
    """Brings a deleted one back."""
    return service.restore(session, SAVED, question_id)


@router.post("/saved-questions/{question_id}/run", operation_id="run_saved_question")
def run_saved_question(question_id: str, door: AppDoor, as_of: _AsOf = None) -> SavedAnswer:
    """Its answer today, or on another day."""
    return door.run(lambda session: [service.get(session, SAVED, question_id)], as_of).only()


@router.get("/widgets", operation_id="list_widgets")
def list_widgets(session: TenantSession) -> Widgets:
    """Widgets as they lie on the board, from the top."""
    return service.widgets(session)


@router.post("/widgets", operation_id="create_widget", status_code=201, dependencies=_savers)
def create_widget(
    body: WidgetCreate, session: TenantSession, door: AppDoor, caller: CurrentCaller
) -> Widget:
    """Keeps a question, or one checked SELECT, as a widget of the Summary page."""
    return service.keep(session, WIDGETS, door.ground(session), caller, body)


@router.put("/widgets/layout", operation_id="arrange_widgets", dependencies=_savers)
def arrange_widgets(body: Arrangement, session: TenantSession) -> Widgets:
    """Moves and resizes several widgets at once."""
    return service.arrange(session, body)


@router.get("/widgets/data", operation_id="get_widgets_data")
def get_widgets_data(
    door: AppDoor,
    as_of: _AsOf = None,
    ids: Annotated[
        str | None, Query(max_length=4_000, description="Ids, by comma; without: the pinned ones")
    ] = None,
) -> WidgetsData:
    """The answers of widgets in one request; one without an answer does not hold up the others.

    A widget that somebody has just deleted is left out.
    """
    wanted = [one.strip() for one in ids.split(",")] if ids is not None else None
    return WidgetsData(
        items=door.run(lambda session: service.chosen(session, wanted), as_of).items()
    )


@router.patch("/widgets/{widget_id}", operation_id="update_widget", dependencies=_savers)
def update_widget(
    widget_id: str,
    body: WidgetUpdate,
    session: TenantSession,
    door: AppDoor,
    version: SeenVersion,
) -> Widget:
    """Renames, pins, moves it or changes what it asks; with `If-Match` only the version seen."""
    return service.change(session, WIDGETS, door.ground(session), widget_id, body, version)


@router.delete(
    "/widgets/{widget_id}", operation_id="delete_widget", status_code=204, dependencies=_savers
)
def delete_widget(widget_id: str, session: TenantSession) -> Response:
    """Deletes it; for 30 days it can be restored."""
    service.drop(session, WIDGETS, widget_id)
    return Response(status_code=204)


@router.post("/widgets/{widget_id}/restore", operation_id="restore_widget", dependencies=_savers)
def restore_widget(widget_id: str, session: TenantSession) -> Widget:
    """Brings a deleted one back to its place."""
    return service.restore(session, WIDGETS, widget_id)
