"""Every door that the product has, in the order that people read them."""

from collections.abc import Callable

from marketing_agent.protocols.a2a import edge as a2a
from marketing_agent.protocols.adapter import Given, ProtocolAdapter
from marketing_agent.protocols.agui import router as agui
from marketing_agent.protocols.langchain import door as langchain
from marketing_agent.protocols.mcp import edge as mcp
from marketing_agent.protocols.realtime import router as realtime
from marketing_agent.protocols.vercel import router as vercel

OPENERS: tuple[Callable[[Given], ProtocolAdapter], ...] = (
    mcp.open_door,
    a2a.open_door,
    agui.open_door,
    vercel.open_door,
    realtime.open_door,
    langchain.open_door,
)


def open_doors(given: Given) -> tuple[ProtocolAdapter, ...]:
    """The doors of one app. What a protocol's own packages are is loaded when it is spoken."""
    return tuple(opener(given) for opener in OPENERS)
