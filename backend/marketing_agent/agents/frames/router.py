"""REST of frames: what other sites may show, making one, and its end."""

from typing import Annotated

from fastapi import APIRouter, Depends

from marketing_agent.agents.frames import service
from marketing_agent.agents.frames.schemas import Frame, FrameCreate, Frames
from marketing_agent.agents.frames.signing import FrameSigner
from marketing_agent.tenancy.http import AppSettings, CurrentCaller, TenantSession, require

router = APIRouter(tags=["frames"])
_admins = [Depends(require("owner", "admin"))]


def _signer(settings: AppSettings) -> FrameSigner:
    return FrameSigner(settings.hash_key)


Signer = Annotated[FrameSigner, Depends(_signer)]


@router.get("/frames", operation_id="list_frames", dependencies=_admins)
def list_frames(session: TenantSession, signer: Signer) -> Frames:
    """The frames that other sites may show now, each with its signed address."""
    return service.listed(session, signer)


@router.post("/frames", operation_id="create_frame", status_code=201, dependencies=_admins)
def create_frame(
    body: FrameCreate, caller: CurrentCaller, session: TenantSession, signer: Signer
) -> Frame:
    """Lets the named sites show a widget, a saved question, the board or the figures."""
    return service.create(session, caller, signer, body)


@router.delete(
    "/frames/{frame_id}", operation_id="end_frame", status_code=204, dependencies=_admins
)
def end_frame(frame_id: str, session: TenantSession) -> None:
    """Ends a frame: its address shows nothing from now on."""
    service.end(session, frame_id)
