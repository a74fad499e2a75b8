"""What a tool is, what it is given and what it gives back. Nothing here knows a protocol."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from marketing_agent.agents.approvals.schemas import Preview
from marketing_agent.agents.statements import GuardedStatements
from marketing_agent.ask.cases import Desk
from marketing_agent.boards.running import Door
from marketing_agent.kernel.paging import PageAsked
from marketing_agent.kernel.time import store_today
from marketing_agent.tenancy.schemas import Caller, Role, Workspace

Effect = Literal["read", "draft", "send"]
Cost = Literal["free", "compute", "model", "message"]
View = Literal["answer", "kpis", "origin", "change", "insight", "table", "message", "approval"]

AN_ID = "0199c5f2-7d1e-7000-8000-000000000001"  # of nothing: for examples

EVERYBODY: tuple[Role, ...] = ("owner", "admin", "marketer", "approver", "viewer")
EDITORS: tuple[Role, ...] = ("owner", "admin", "marketer")


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Arguments(BaseModel):
    """Base of every tool's input: what it does not know, it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NoArguments(Arguments):
    """The tool takes nothing."""


class PageArguments(Arguments):
    """Of a list that is read page by page."""

    limit: Annotated[int, Field(ge=1, le=200, description="How many at most")] = 100
    cursor: Annotated[
        str | None, Field(max_length=120, description="`next_cursor` of the page before")
    ] = None

    @property
    def asked(self) -> PageAsked:
        """The page that is wanted."""
        return PageAsked(self.limit, self.cursor)


@dataclass(frozen=True, slots=True)
class ToolContext:
    """Who calls, for which store, and the way to its services.

    `session` is the caller's transaction, in which drafts are made and messages leave. Without
    one, each act has a transaction of its own. A read that waits for SQL or a model holds none.
    """

    caller: Caller
    workspace: Workspace
    desk: Desk
    session: Session | None = None
    run_id: str | None = None

    @contextmanager
    def transaction(self, *, lasting: bool = True) -> Iterator[Session]:
        """The caller's transaction, or one that ends with the block."""
        if self.session is not None:
            yield self.session
            return
        scope = self.desk.database.transaction
        caller = self.caller
        with scope(caller.workspace_id, user_id=caller.user_id, lasting=lasting) as session:
            yield session

    def reading(self) -> AbstractContextManager[Session]:
        """The same for reads, whose counts of use nobody would miss after a power cut."""
        return self.transaction(lasting=False)

    def today(self, as_of: date | None = None) -> date:
        """The day that counts as today: the one named, or the store's."""
        return as_of or store_today(self.workspace.timezone)

    @property
    def door(self) -> Door:
        """The way to saved things."""
        statements = GuardedStatements(self.desk.settings, self.desk.warehouse)
        return Door(self.desk.database, self.desk.warehouse, statements, self.caller)


@dataclass(frozen=True, slots=True)
class Tool:
    """One capability. `name` is the same over every protocol, and the name of its A2A action.

    A `send` tool has a `preview`: what it would do, exactly, for the person who approves it.

    `tell` puts an output in one to three plain sentences. `operations` are the REST operations
    that it stands for. `untrusted` results hold text that came with the store's data or from
    people: it is data, whatever it says. `alone`: an approved call outside of a run is carried out
    by itself; not so where the answer would reach nobody. `example`: arguments that it takes.
    """

    name: str
    title: str
    description: str
    effect: Effect
    cost: Cost
    view: View
    input: type[BaseModel]
    output: type[BaseModel]
    run: Callable[[ToolContext, Any], BaseModel]
    tell: Callable[[Any], str]
    operations: tuple[str, ...]
    untrusted: bool
    roles: tuple[Role, ...] = EVERYBODY
    preview: Callable[[ToolContext, Any], Preview] | None = None
    alone: bool = True
    example: Mapping[str, Any] = field(default_factory=dict)


class ToolInfo(Frozen):
    """A tool as callers see it; the schemas are JSON Schema 2020-12."""

    name: str
    title: str
    description: str
    effect: Effect
    cost: Cost
    roles: tuple[Role, ...]
    view: str = Field(description="Address of its view: ui://marketing-agent/<view>.html")
    untrusted: bool
    operations: tuple[str, ...]
    input_schema: dict[str, Any]
    output_schema: dict[str, Any]


class Tools(Frozen):
    items: tuple[ToolInfo, ...]


class ToolCall(Frozen):
    """Arguments by the tool's own schema; `approval_id` carries out what a person approved."""

    arguments: dict[str, Any] = {}
    approval_id: Annotated[str, Field(max_length=64)] | None = None


class ToolResult(Frozen):
    """What a tool gave: `data` fits its output schema, `text` says it in plain sentences."""

    tool: str
    data: dict[str, Any]
    text: str
    view: str
    untrusted: bool
