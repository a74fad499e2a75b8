"""REST of the doors: which there are."""

from fastapi import APIRouter, Request

from marketing_agent.protocols.adapter import DoorInfos, ProtocolAdapter
from marketing_agent.tenancy.http import CurrentCaller

router = APIRouter(tags=["agent"])


@router.get("/protocols", operation_id="list_protocols")
def list_protocols(request: Request, _caller: CurrentCaller) -> DoorInfos:
    """The protocols that other agents may speak here, and where each begins."""
    doors: tuple[ProtocolAdapter, ...] = request.app.state.doors
    return DoorInfos(items=tuple(door.about for door in doors))
