"""Files that come with a question: kept as attachments of its run, by what their bytes are."""

from collections.abc import Sequence

from a2a.types import InvalidParamsError, Part
from sqlmodel import Session

from marketing_agent.agents.documents import service as documents
from marketing_agent.agents.runs.schemas import Attachment
from marketing_agent.kernel.errors import AppError
from marketing_agent.tenancy.schemas import Caller

_MOST = 10
_AS_TEXT = ("markdown", "html")


def attach(session: Session, caller: Caller, files: Sequence[Part]) -> tuple[Attachment, ...]:
    """The files as attachments; raises InvalidParamsError with why one is not taken."""
    if len(files) > _MOST:
        raise InvalidParamsError(f"A question carries at most {_MOST} files.")
    try:
        kept = [documents.add(session, caller, f.filename, f.raw, "thread") for f in files]
    except AppError as error:
        raise InvalidParamsError(error.message) from error
    return tuple(
        Attachment.model_validate(
            {
                "kind": "text" if one.kind in _AS_TEXT else one.kind,
                "name": one.name,
                "id": one.id,
            }
        )
        for one in kept
    )
