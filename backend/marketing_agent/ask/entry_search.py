"""Looking through the prompt cache: which entries, in which order, and what is shown of each."""

from typing import Annotated, Literal

from pydantic import Field

from marketing_agent.ask.schemas import Frozen, PromptEntry


class EntryFilter(Frozen):
    """`q` is looked for in questions and hashes."""

    q: Annotated[str | None, Field(max_length=200)] = None
    source: Literal["seed", "rule", "llm", "user"] | None = None
    status: Literal["draft", "verified", "expired"] | None = None
    sort: Literal["hits", "last_hit_at", "created_at", "average_ms", "prompt"] = "hits"
    descending: bool = True


class EntrySearch(EntryFilter):
    """A page of them; pinned ones come first."""

    limit: Annotated[int, Field(ge=1, le=500)] = 100
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class ListedEntry(PromptEntry):
    """An entry with the hash of its wording and the stored SQL that answers it."""

    prompt_hash: str
    statement: str | None
    statement_hash: str | None


class ListedEntries(Frozen):
    items: tuple[ListedEntry, ...]
    total: int
    schema_version: str
