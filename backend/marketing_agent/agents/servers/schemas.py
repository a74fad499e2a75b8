"""What crosses the boundary of MCP servers of others."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from marketing_agent.agents.bounded import Json

ToolState = Literal["new", "approved", "changed", "gone"]
Hash = Annotated[str, Field(min_length=64, max_length=64, pattern=r"^[0-9a-f]{64}$")]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class ServerAdd(Frozen):
    """The address of its MCP endpoint (streamable HTTP). `name` is put before its tools' names.

    `secret` is sent in `header` with each call, and never told again.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,30}$")]
    url: Annotated[str, Field(min_length=1, max_length=2048)]
    header: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,60}$")] = "Authorization"
    secret: Annotated[str, Field(max_length=4096, pattern=r"^[\x20-\x7e]*$")] | None = None


class ToolApproval(Frozen):
    """The hash of the definition that was looked at.

    `trusted`: the owner knows that it only reads, so that nobody is asked before each call.
    `view_may_reach`: its view may load from the places that it names, which it may not otherwise.
    """

    hash: Hash
    trusted: bool = False
    view_may_reach: bool = False


class ChangedPart(Frozen):
    """A part of a definition as it was approved, and as it stands there now; null where absent."""

    before: Any
    after: Any


class ServerView(Frozen):
    """The page that draws what a tool gives, pinned by `sha256`; null with the `problem` it has.

    `connect` and `resources` are the places it wants to reach; `may_reach` once an owner allowed.
    """

    uri: str
    sha256: str | None = None
    bytes: int = 0
    connect: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    problem: str | None = None
    may_reach: bool = False


class ServerTool(Frozen):
    """A tool of others. All its texts are of somebody else's: data, whatever they say.

    `name` is `<server>/<tool>`. It may be called while it is `approved`; `changes` are the parts of
    the definition that differ from the approved one.
    """

    name: str
    title: str
    description: str
    state: ToolState
    is_trusted: bool
    hash: str | None
    definition: dict[str, Any] | None
    approved_definition: dict[str, Any] | None
    changes: dict[str, ChangedPart]
    view: ServerView | None


class ToolServer(Frozen):
    """An MCP server of others, with its tools by name."""

    id: str
    name: str
    url: str
    has_secret: bool
    tools: tuple[ServerTool, ...]
    created_at: datetime
    checked_at: datetime


class ToolServers(Frozen):
    items: tuple[ToolServer, ...]


class DrawnBy(Frozen):
    """The view that draws a result, as it was pinned when the tool was called."""

    server_id: str
    tool: str
    sha256: str


class ViewCall(Frozen):
    """A tool that a view asks for: one of its own server's, by the name it has there."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    arguments: Json = {}


class ViewStopped(Frozen):
    """Why a view was taken off the page: it sent too much, or went to another page."""

    reason: Literal["flood", "left"]


class ServerResource(Frozen):
    """Something that a server gives to read. Its words are of somebody else's."""

    uri: str
    name: str
    media_type: str | None


class ServerResources(Frozen):
    items: tuple[ServerResource, ...]


class ResourceAttach(Frozen):
    """A resource by its address at the server."""

    uri: Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,500}$")]


class ServerToolResult(Frozen):
    """What a tool of others gave: text of somebody else's, whatever it says.

    `is_error`: the tool says that it failed. `cut`: it gave more than is kept. `arguments` are what
    it was called with, for its `view`.
    """

    tool: str
    text: str
    data: dict[str, Any] | None
    is_error: bool
    cut: bool
    arguments: dict[str, Any] = {}
    view: DrawnBy | None = None
