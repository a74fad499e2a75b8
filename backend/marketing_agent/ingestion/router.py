"""Imports over HTTP."""

import shutil
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import Annotated

from fastapi import APIRouter, Depends, Query, UploadFile
from pydantic import BaseModel

from marketing_agent.ingestion import service
from marketing_agent.ingestion.schemas import Import, Imports, RejectedRows
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.errors import TooLarge
from marketing_agent.tenancy.http import (
    AppDatabase,
    AppSettings,
    CurrentCaller,
    TenantSession,
    require,
)

router = APIRouter(prefix="/imports", tags=["imports"])
_writers = [Depends(require("owner", "admin", "marketer"))]
_CHUNK = 1 << 20


class SplitChoice(BaseModel):
    store: str


@router.post("", status_code=202, operation_id="create_import", dependencies=_writers)
def create_import(
    files: list[UploadFile],
    session: TenantSession,
    caller: CurrentCaller,
    database: AppDatabase,
    settings: AppSettings,
) -> Import:
    """Takes files or a folder's files, keeps them and imports them in the background."""
    folder = _spool(files, settings)
    try:
        return service.create_import(session, database, settings, caller, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _spool(files: list[UploadFile], settings: Settings) -> Path:
    root = settings.data_dir / "spool"
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(dir=root))
    left = settings.max_upload_bytes
    for number, upload in enumerate(files):
        target = folder / _safe_name(upload.filename, number)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            while chunk := upload.file.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    shutil.rmtree(folder, ignore_errors=True)
                    raise TooLarge("The upload is larger than this server takes.")
                out.write(chunk)
    return folder


def _safe_name(name: str | None, number: int) -> str:
    """The name within the upload: no way up, no root, no control characters."""
    plain = "".join(c for c in (name or "").replace("\\", "/") if c.isprintable())
    parts = [p[:120] for p in PurePosixPath(plain).parts if p not in ("..", ".", "/")]
    return "/".join(parts[-8:]) or f"file-{number}"


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
    offset: Annotated[int, Query(ge=0)] = 0,
) -> RejectedRows:
    """Rejected rows of one file with their reasons."""
    return service.rejected_rows(session, import_id, file_id, limit, offset)


@router.post("/{import_id}/revert", operation_id="revert_import", dependencies=_writers)
def revert_import(
    import_id: str,
    session: TenantSession,
    caller: CurrentCaller,
    database: AppDatabase,
    settings: AppSettings,
) -> Import:
    """Publishes a version without this import."""
    service.get_import(session, import_id)
    service.revert_import(database, settings, caller.workspace_id, import_id)
    session.expire_all()
    return service.get_import(session, import_id)


@router.post("/{import_id}/split", operation_id="split_import", dependencies=_writers)
def split_import(
    import_id: str, choice: SplitChoice, session: TenantSession, caller: CurrentCaller
) -> Import:
    """Loads one store's files of an import that holds several stores."""
    return service.choose_store(session, caller, import_id, choice.store)
