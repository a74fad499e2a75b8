"""What a door is: the one interface between a protocol and the app that mounts it."""

import threading
from dataclasses import dataclass
from typing import Literal, Protocol

from fastapi import APIRouter, FastAPI
from pydantic import BaseModel, ConfigDict, Field

from marketing_agent.agents.runs.toolbox import Toolbox
from marketing_agent.ask.cases import Desk
from marketing_agent.events.feeds import Feeds

Transport = Literal["http", "sse", "websocket", "library"]
Capability = Literal[
    "text",
    "streaming",
    "tools",
    "client_tools",
    "approvals",
    "cancel",
    "state",
    "views",
    "resources",
    "discovery",
]


class DoorInfo(BaseModel):
    """What a door says of itself, to people and to programs."""

    model_config = ConfigDict(frozen=True)

    key: str = Field(pattern=r"^[a-z0-9]+$", description="The `source` of its runs")
    name: str
    version: str = Field(description="Revision of the protocol, or major version of its client")
    path: str | None = Field(description="Where clients begin; null for a library")
    transport: Transport
    summary: str
    capabilities: tuple[Capability, ...]
    guide: str = Field(description="Its part of the documentation")


class DoorInfos(BaseModel):
    model_config = ConfigDict(frozen=True)

    items: tuple[DoorInfo, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What the app gives each door. `stopping` is set when open streams are to end."""

    desk: Desk
    toolbox: Toolbox
    stopping: threading.Event
    feeds: Feeds


class ProtocolAdapter(Protocol):
    """A protocol over runs, tools and approvals. It holds no rules of its own."""

    @property
    def about(self) -> DoorInfo:
        """What it is; listed at `/api/v1/protocols` and on the page of agents."""

    def mount(self, app: FastAPI) -> None:
        """Adds its routes to the app, `about.path` among them. A library adds none."""

    async def close(self) -> None:
        """Ends what it holds open; called once, after `stopping` is set."""


@dataclass(frozen=True, slots=True)
class RouterDoor:
    """A door whose routes hold nothing open by themselves."""

    about: DoorInfo
    router: APIRouter

    def mount(self, app: FastAPI) -> None:
        app.include_router(self.router)

    async def close(self) -> None:
        return None
