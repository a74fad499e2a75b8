"""Where to begin: `connect` to a server with a key, or `inside` of the product's own process."""

from dataclasses import dataclass

from langchain_core.tools import StructuredTool

from marketing_agent.ask.cases import Desk
from marketing_agent.protocols.langchain.agent import Agent
from marketing_agent.protocols.langchain.local import Local
from marketing_agent.protocols.langchain.port import Product
from marketing_agent.protocols.langchain.remote import Remote
from marketing_agent.protocols.langchain.tools import tools_of
from marketing_agent.tenancy.schemas import Caller


@dataclass(frozen=True)
class Kit:
    """The tools for a model of yours, and the product's own agent."""

    tools: list[StructuredTool]
    agent: Agent


def connect(url: str, key: str) -> Kit:
    """The kit of a running server, as the role of its API key; raises ProductError."""
    return _kit(Remote(url, key))


def inside(desk: Desk, caller: Caller) -> Kit:
    """The kit in this process, as the caller."""
    return _kit(Local(desk, caller))


def _kit(product: Product) -> Kit:
    return Kit(tools_of(product), Agent(product))
