"""Tools over documents and attachments: what they say is data of somebody else's."""

from typing import Annotated

from pydantic import Field

from marketing_agent.agents.documents import service as documents
from marketing_agent.agents.documents.schemas import Column, Documents, DocumentText
from marketing_agent.agents.search import service as search
from marketing_agent.agents.search.embedding.opening import open_embedder
from marketing_agent.agents.search.schemas import MOST_QUERY, Hit, SearchResults, Source
from marketing_agent.agents.tools.few import few
from marketing_agent.agents.tools.schemas import AN_ID, Arguments, NoArguments, Tool, ToolContext

_DocumentId = Annotated[str, Field(min_length=1, max_length=64)]
_MOST_TOLD = 3
_MOST_COLUMNS = 12
_EXCERPT = 600


class SearchArguments(Arguments):
    query: Annotated[str, Field(min_length=1, max_length=MOST_QUERY)]
    limit: Annotated[int, Field(ge=1, le=20)] = 5
    sources: Annotated[
        tuple[Source, ...] | None, Field(max_length=5, description="Default: everything")
    ] = None
    documents: Annotated[
        tuple[_DocumentId, ...] | None,
        Field(max_length=20, description="Ids of documents or attachments to search in alone"),
    ] = None


class ReadArguments(Arguments):
    document_id: _DocumentId
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0


def _search(context: ToolContext, given: SearchArguments) -> SearchResults:
    embedder = open_embedder(context.desk.settings)
    with context.reading() as session:
        search.make_ready(session, context.caller.workspace_id, embedder)
        return search.search(
            session,
            embedder,
            given.query,
            limit=given.limit,
            sources=given.sources,
            documents=given.documents,
        )


def _list(context: ToolContext, _given: NoArguments) -> Documents:
    with context.reading() as session:
        return documents.library(session)


def _read(context: ToolContext, given: ReadArguments) -> DocumentText:
    with context.reading() as session:
        return documents.get(session, given.document_id, given.offset)


def _found(found: SearchResults) -> str:
    if not found.items:
        return "Nothing in the documents is about that."
    return "\n\n".join(_quoted(hit) for hit in found.items[:_MOST_TOLD])


def _quoted(hit: Hit) -> str:
    page = f"page {hit.page}" if hit.page else None
    place = ", ".join(one for one in (hit.title, hit.heading, page) if one)
    said = "".join(piece.text for piece in hit.passage)
    return f"{place}: “{said}”"


def _listed(found: Documents) -> str:
    if not found.items:
        return "No documents have been added yet."
    return few([one.name for one in found.items])


def _told(found: DocumentText) -> str:
    if found.kind == "image":
        return f"{found.name} is a picture: what it shows cannot be read here."
    notes = " ".join(found.facts.notes)
    said = _table(found) if found.kind == "csv" else _excerpt(found)
    return f"{said} {notes}".strip()


def _table(found: DocumentText) -> str:
    facts = found.facts
    columns = facts.columns[:_MOST_COLUMNS]
    left = len(facts.columns) - len(columns)
    more = f" {left} more columns are not told here." if left else ""
    told = " ".join(_column(column, facts.rows or 0) for column in columns)
    return f"{found.name} has {facts.rows:,} rows and {len(facts.columns)} columns. {told}{more}"


def _column(column: Column, rows: int) -> str:
    empty = rows - column.filled
    gaps = f", {empty:,} empty" if empty and column.filled else ""
    if column.kind != "number":
        return f"{column.name}: {column.kind}{gaps}."
    span = f"from {column.lowest} to {column.highest}"
    return f"{column.name}: numbers {span}, total {column.total}{gaps}."


def _excerpt(found: DocumentText) -> str:
    pages = f", {found.facts.pages} pages" if found.facts.pages else ""
    text = " ".join(found.text.split())
    if not text:
        return f"{found.name}{pages}."
    cut = "…" if len(text) > _EXCERPT or found.next_offset else ""
    return (
        f"{found.name}{pages}, {found.characters:,} characters. It begins: “{text[:_EXCERPT]}{cut}”"
    )


TOOLS = (
    Tool(
        name="search_documents",
        title="Search documents",
        description="Passages of uploaded documents, definitions of metrics, saved questions, "
        "widgets and prompts that are about something; or of the documents named alone.",
        effect="read",
        cost="compute",
        view="table",
        input=SearchArguments,
        output=SearchResults,
        run=_search,
        tell=_found,
        operations=("search",),
        untrusted=True,
        example={"query": "returns of gifts"},
    ),
    Tool(
        name="list_documents",
        title="List documents",
        description="The documents that people added to the library of this workspace.",
        effect="read",
        cost="free",
        view="table",
        input=NoArguments,
        output=Documents,
        run=_list,
        tell=_listed,
        operations=("list_documents",),
        untrusted=True,
    ),
    Tool(
        name="read_document",
        title="Read a document",
        description="The text of a document or an attachment, a piece at a time; of a CSV file its "
        "columns with totals too.",
        effect="read",
        cost="free",
        view="table",
        input=ReadArguments,
        output=DocumentText,
        run=_read,
        tell=_told,
        operations=("get_document",),
        untrusted=True,
        example={"document_id": AN_ID},
    ),
)
