"""Imports over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response, UploadFile

from marketing_agent.connectors.folder import Uploaded
from marketing_agent.ingestion import service
from marketing_agent.ingestion.schemas import Import, Imports, RejectedRows, SplitChoice
from marketing_agent.ingestion.uploads import UploadRoute
from marketing_agent.tenancy.http import (
    AppDatabase,
    AppSettings,
    CurrentCaller,
    Offset,
    TenantSession,
    require,
)

router = APIRouter(prefix="/imports", tags=["imports"], route_class=UploadRoute)
_writers = [Depends(require(*service.WRITERS))]


@router.post("", status_code=202, operation_id="create_import", dependencies=_writers)
def create_import(
    files: list[UploadFile], session: TenantSession, caller: CurrentCaller, settings: AppSettings
) -> Import:
    """Takes files or a folder's files, keeps them and imports them in the background."""
    named = [
        Uploaded(upload.filename or f"file-{number}", upload.size or 0, upload.file)
        for number, upload in enumerate(files, 1)
    ]
    return service.create_import(session, settings, caller, named)


@router.get("", operation_id="list_imports")
def list_imports(session: TenantSession) -> Imports:
    """The newest imports first."""
    return Imports(items=service.list_imports(session))


@router.get("/{import_id}", operation_id="get_import")
def get_import(import_id: str, session: TenantSession) -> Import:
    """One import with its files."""
    return service.get_import(session, import_id)


@router.get("/{import_id}/files/{file_id}/rejections", operation_id="list_rejections")
def list_rejections(
    import_id: str,
    file_id: str,
    session: TenantSession,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Offset = 0,
) -> RejectedRows:
    """Rejected rows of one file with their reasons."""
    return service.rejected_rows(session, import_id, file_id, limit, offset)


@router.get(
    "/{import_id}/files/{file_id}/rejections.csv",
    operation_id="download_rejections",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def download_rejections(import_id: str, file_id: str, session: TenantSession) -> Response:
    """The rejected rows of one file with their reasons, for a spreadsheet."""
    document = service.rejections_csv(session, import_id, file_id)
    named = {"Content-Disposition": f'attachment; filename="rejections-{file_id}.csv"'}
    return Response(document, media_type="text/csv; charset=utf-8", headers=named)


@router.post("/{import_id}/revert", operation_id="revert_import", dependencies=_writers)
def revert_import(
    import_id: str, caller: CurrentCaller, database: AppDatabase, settings: AppSettings
) -> Import:
    """Publishes a version without this import."""
    return service.revert_import(database, settings, caller.workspace_id, import_id)


@router.post("/{import_id}/split", operation_id="split_import", dependencies=_writers)
def split_import(
    import_id: str,
    choice: SplitChoice,
    session: TenantSession,
    caller: CurrentCaller,
    settings: AppSettings,
) -> Import:
    """Says what becomes of an import that holds several stores.

    `workspaces` gives each store a workspace of its own: `stores[].target` names it and the import
    there. `store` loads one store's files here. `together` loads all as one store, if confirmed.
    """
    return service.choose(session, settings, caller, import_id, choice)
