"""Frames: made and ended by owners and admins, shown to whoever has the address, read only."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.frames import repository
from marketing_agent.agents.frames.errors import UnknownFrame
from marketing_agent.agents.frames.schemas import Frame, FrameCreate, Frames, Shown
from marketing_agent.agents.frames.signing import FrameSigner, Named
from marketing_agent.agents.frames.tables import FrameRow
from marketing_agent.agents.tools import service as tools
from marketing_agent.ask.cases import Desk
from marketing_agent.boards import service as boards
from marketing_agent.boards.service import SAVED, WIDGETS
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.tenancy.schemas import Caller

PATH = "/embed"
_NAMES = {"kpis": "Figures of the last 30 days", "board": "Board"}


def create(session: Session, caller: Caller, signer: FrameSigner, new: FrameCreate) -> Frame:
    """Lets other sites show something; raises NotFound for a thing that is not there."""
    row = FrameRow(
        id=new_id(),
        workspace_id=caller.workspace_id,
        kind=new.kind,
        thing_id=new.thing_id,
        name=_name(session, new),
        origins=list(dict.fromkeys(new.origins)),
        created_by=caller.user_id,
        expires_at=(now() + timedelta(days=new.days)).replace(microsecond=0),
    )
    repository.add(session, row)
    return _frame(signer, row)


def listed(session: Session, signer: FrameSigner) -> Frames:
    """What other sites may show now."""
    return Frames(items=tuple(_frame(signer, row) for row in repository.live(session)))


def end(session: Session, frame_id: str) -> None:
    """Shows nothing there from now on; raises UnknownFrame."""
    row = repository.one(session, frame_id)
    if row is None:
        raise UnknownFrame("There is no such frame.")
    row.revoked_at = row.revoked_at or now()


def look_up(session: Session, signer: FrameSigner, token: str) -> FrameRow:
    """The frame behind an address that still counts, or UnknownFrame. Needs a system session."""
    named = signer.read(token)
    row = repository.one(session, named.frame_id) if named else None
    if named is None or row is None or row.revoked_at is not None:
        raise UnknownFrame("There is no such frame.")
    if int(row.expires_at.timestamp()) != named.until or row.expires_at <= now():
        raise UnknownFrame("There is no such frame.")
    return row


def show(desk: Desk, row: FrameRow) -> Shown:
    """What it shows now, as a viewer of that workspace sees it."""
    viewer = Caller(workspace_id=row.workspace_id, user_id=None, role="viewer", kind="job")
    context = tools.open_context(desk, viewer)
    done = tools.call(context, *_call(row))
    data = dict(done.data)
    if row.kind in ("widget", "board"):
        with context.reading() as session:
            names = {one.id: one.name for one in boards.widgets(session).items}
        data["items"] = [one | {"label": names.get(one["id"], "")} for one in data["items"]]
    return Shown(
        name=row.name,
        view=done.view,
        origins=tuple(row.origins),
        result={"content": [], "structuredContent": data},
    )


def _call(row: FrameRow) -> tuple[str, dict[str, Any]]:
    """The read tool that answers it: a frame can do nothing else."""
    match row.kind:
        case "question":
            return "run_saved_question", {"question_id": row.thing_id}
        case "widget":
            return "run_widgets", {"ids": [row.thing_id]}
        case "board":
            return "run_widgets", {}
    return "get_kpis", {"range": "last_30_days"}


def _name(session: Session, new: FrameCreate) -> str:
    if new.thing_id is None:
        return _NAMES[new.kind]
    if new.kind == "widget":
        return boards.get(session, WIDGETS, new.thing_id).name
    return boards.get(session, SAVED, new.thing_id).name


def _frame(signer: FrameSigner, row: FrameRow) -> Frame:
    named = Named(row.id, int(row.expires_at.timestamp()))
    known = row.model_dump(include=set(Frame.model_fields))
    return Frame.model_validate(known | {"path": f"{PATH}/{signer.token(named)}"})
