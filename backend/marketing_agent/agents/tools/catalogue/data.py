"""Tools over what the store is and where its data came from."""

from datetime import date
from typing import Annotated

from pydantic import Field

from marketing_agent.agents.tools.catalogue.saved import ThingId
from marketing_agent.agents.tools.schemas import (
    AN_ID,
    Arguments,
    Frozen,
    NoArguments,
    Tool,
    ToolContext,
)
from marketing_agent.ingestion import service as ingestion
from marketing_agent.ingestion.schemas import Import, Imports, RejectedRows
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Members, Workspace


class ImportArguments(Arguments):
    import_id: ThingId


class RejectionArguments(Arguments):
    import_id: ThingId
    file_id: ThingId
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    offset: Annotated[int, Field(ge=0, le=100_000_000)] = 0


class Store(Frozen):
    """The store, its day today, and how far its data is published (0: nothing was imported)."""

    workspace: Workspace
    today: date


def _store(context: ToolContext, _given: NoArguments) -> Store:
    return Store(workspace=context.workspace, today=context.today())


def _imports(context: ToolContext, _given: NoArguments) -> Imports:
    with context.reading() as session:
        return Imports(items=ingestion.list_imports(session))


def _import(context: ToolContext, given: ImportArguments) -> Import:
    with context.reading() as session:
        return ingestion.get_import(session, given.import_id)


def _rejections(context: ToolContext, given: RejectionArguments) -> RejectedRows:
    with context.reading() as session:
        return ingestion.rejected_rows(
            session, given.import_id, given.file_id, given.limit, given.offset
        )


def _members(context: ToolContext, _given: NoArguments) -> Members:
    with context.reading() as session:
        return Members(items=tenancy.list_members(session, context.caller))


def _stored(found: Import) -> str:
    loaded = sum(file.loaded for file in found.files)
    rejected = sum(file.rejected for file in found.files)
    return f"Import {found.status}: {loaded:,} rows loaded, {rejected:,} rejected."


def _plural(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}."


TOOLS = (
    Tool(
        name="get_workspace",
        title="Get the store",
        description="Name, currency and time zone of the store, and which day it is there.",
        effect="read",
        cost="free",
        view="table",
        input=NoArguments,
        output=Store,
        run=_store,
        tell=lambda found: (
            f"{found.workspace.name}, {found.workspace.currency}, {found.workspace.timezone}."
        ),
        operations=("get_workspace", "list_workspaces"),
        untrusted=True,
    ),
    Tool(
        name="list_imports",
        title="List imports",
        description="The newest imports with their files and what became of them.",
        effect="read",
        cost="free",
        view="table",
        input=NoArguments,
        output=Imports,
        run=_imports,
        tell=lambda found: _plural(len(found.items), "import", "imports"),
        operations=("list_imports",),
        untrusted=True,
    ),
    Tool(
        name="get_import",
        title="Get an import",
        description="One import: each file with its rows in, loaded, rejected and duplicate.",
        effect="read",
        cost="free",
        view="table",
        input=ImportArguments,
        output=Import,
        run=_import,
        tell=_stored,
        operations=("get_import",),
        untrusted=True,
        example={"import_id": AN_ID},
    ),
    Tool(
        name="list_rejections",
        title="List rejected rows",
        description="Rows of an imported file that were not taken, each with its reason.",
        effect="read",
        cost="free",
        view="table",
        input=RejectionArguments,
        output=RejectedRows,
        run=_rejections,
        tell=lambda found: _plural(found.total, "rejected row", "rejected rows"),
        operations=("list_rejections", "download_rejections"),
        untrusted=True,
        example={"import_id": AN_ID, "file_id": AN_ID},
    ),
    Tool(
        name="list_members",
        title="List members",
        description="The people of the store's workspace with their roles.",
        effect="read",
        cost="free",
        view="table",
        input=NoArguments,
        output=Members,
        run=_members,
        tell=lambda found: _plural(len(found.items), "member", "members"),
        operations=("list_members",),
        untrusted=True,
    ),
)
