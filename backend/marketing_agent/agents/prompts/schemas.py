"""Prompts as they are shown and changed."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from marketing_agent.ask.text import storable

SectionName = Literal["role", "context", "task", "constraints", "output_schema"]
SECTIONS: tuple[SectionName, ...] = ("role", "context", "task", "constraints", "output_schema")
"""The order in which every prompt is put together."""

OutputKind = Literal["plan", "text"]
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000),
    AfterValidator(storable),
]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Section(Frozen):
    """One part of a prompt. `own` when the workspace wrote it."""

    name: SectionName
    text: str
    own: bool
    editable: bool


class Prompt(Frozen):
    """A prompt as it is used now. `version` counts what this workspace made of it, from 0.

    `base_version` is the library's version under it, `library_version` the newest there is.
    """

    key: str
    title: str
    purpose: str
    output: OutputKind
    version: int
    base_version: int
    library_version: int
    sections: tuple[Section, ...]


class PromptVersion(Frozen):
    """One change that a workspace made. No sections means: back to the library."""

    version: int
    base_version: int
    sections: dict[str, str]
    created_by: str | None
    created_at: datetime


class PromptDetail(Prompt):
    """A prompt with its history, newest first, and the schema of what comes out."""

    output_schema: dict[str, Any] | None
    history: tuple[PromptVersion, ...]


class Prompts(Frozen):
    items: tuple[Prompt, ...]


class PromptChange(Frozen):
    """Sections as the workspace wants them; those not named are the library's."""

    role: Words | None = None
    context: Words | None = None
    task: Words | None = None
    constraints: Words | None = None


class Instructions(Frozen):
    """A prompt put together, and which version of it."""

    key: str
    version: int
    text: Annotated[str, Field(min_length=1)]
