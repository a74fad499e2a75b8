"""REST of documents and attachments."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Response, UploadFile

from marketing_agent.agents.documents import service
from marketing_agent.agents.documents.errors import DocumentTooLarge
from marketing_agent.agents.documents.schemas import Document, Documents, DocumentText
from marketing_agent.agents.runs import service as runs
from marketing_agent.ingestion.uploads import UploadRoute
from marketing_agent.tenancy.http import CurrentCaller, Offset, TenantSession, require

router = APIRouter(tags=["documents"], route_class=UploadRoute)
_editors = [Depends(require("owner", "admin", "marketer"))]
_OPENED = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain")
_Thread = Annotated[str | None, Query(max_length=80)]


@router.get("/documents", operation_id="list_documents")
def list_documents(session: TenantSession) -> Documents:
    """The library that search reads, newest first."""
    return service.library(session)


@router.post("/documents", status_code=201, operation_id="add_document", dependencies=_editors)
def add_document(file: UploadFile, session: TenantSession, caller: CurrentCaller) -> Document:
    """Adds a PDF, CSV, text, Markdown or HTML file; what it is follows from its bytes."""
    return service.add(session, caller, file.filename, _bytes(file))


@router.get("/documents/{document_id}", operation_id="get_document")
def get_document(document_id: str, session: TenantSession, offset: Offset = 0) -> DocumentText:
    """One document or attachment, with its text from an offset on."""
    return service.get(session, document_id, offset)


@router.get(
    "/documents/{document_id}/content",
    operation_id="download_document",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def download_document(document_id: str, session: TenantSession) -> Response:
    """The bytes as they came. Pages of the web are downloaded, never shown."""
    found = service.download(session, document_id)
    how = "inline" if found.media_type in _OPENED else "attachment"
    headers = {
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(found.name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    text = "; charset=utf-8" if found.media_type.startswith("text/") else ""
    return Response(found.content, media_type=found.media_type + text, headers=headers)


@router.delete(
    "/documents/{document_id}", status_code=204, operation_id="remove_document",
    dependencies=_editors,
)  # fmt: skip
def remove_document(document_id: str, session: TenantSession) -> None:
    """Takes a document out of the library, with all that search knows of it."""
    service.remove_from(session, document_id, "library")


@router.post("/attachments", status_code=201, operation_id="add_attachment")
def add_attachment(
    file: UploadFile, session: TenantSession, caller: CurrentCaller, thread_id: _Thread = None
) -> Document:
    """Keeps a file for a run: name its id in `attachments`. One never sent goes in a day."""
    if thread_id is not None:
        runs.thread_head(session, thread_id)
    return service.add(session, caller, file.filename, _bytes(file), "thread", thread_id)


@router.get("/threads/{thread_id}/attachments", operation_id="list_attachments")
def list_attachments(thread_id: str, session: TenantSession) -> Documents:
    """The files that were attached in a thread, in order."""
    runs.thread_head(session, thread_id)
    return service.in_thread(session, thread_id)


@router.delete("/attachments/{document_id}", status_code=204, operation_id="remove_attachment")
def remove_attachment(document_id: str, session: TenantSession) -> None:
    """Takes an attachment away; what was answered with it stays as it is."""
    service.remove_from(session, document_id, "thread")


def _bytes(file: UploadFile) -> bytes:
    """The file's bytes, read no further than one over the limit."""
    if (file.size or 0) > service.MOST_BYTES:
        raise DocumentTooLarge(f"A file has at most {service.MOST_BYTES // 1024**2} MB here.")
    return file.file.read(service.MOST_BYTES + 1)
