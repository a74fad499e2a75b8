"""Prompts of a workspace: the library's, with the sections that its people wrote instead."""

from sqlmodel import Session

from marketing_agent.agents.prompts import repository
from marketing_agent.agents.prompts.errors import UnknownPrompt
from marketing_agent.agents.prompts.schemas import (
    SECTIONS,
    Instructions,
    Prompt,
    PromptChange,
    PromptDetail,
    Prompts,
    PromptVersion,
    Section,
)
from marketing_agent.agents.prompts.tables import PromptVersionRow
from marketing_agent.agents.prompts.templates import Template, templates
from marketing_agent.agents.search import queue
from marketing_agent.tenancy.schemas import Caller


def list_prompts(session: Session) -> Prompts:
    """Every prompt as the workspace uses it."""
    own = repository.newest(session)
    return Prompts(items=tuple(_shown(t, own.get(key)) for key, t in templates().items()))


def get_prompt(session: Session, key: str) -> PromptDetail:
    """One prompt with its history; raises UnknownPrompt."""
    template = _template(key)
    rows = repository.versions(session, key)
    shown = _shown(template, rows[0] if rows else None)
    history = tuple(PromptVersion.model_validate(row.model_dump()) for row in rows)
    return PromptDetail(
        **shown.model_dump(), output_schema=template.schema_of_output, history=history
    )


def change_prompt(session: Session, caller: Caller, key: str, change: PromptChange) -> PromptDetail:
    """Sets the workspace's own sections as a new version; an empty change is the library again."""
    template = _template(key)
    rows = repository.versions(session, key)
    row = PromptVersionRow(
        workspace_id=caller.workspace_id,
        key=key,
        version=rows[0].version + 1 if rows else 1,
        base_version=template.version,
        sections=change.model_dump(exclude_none=True),
        created_by=caller.user_id,
    )
    repository.add(session, row)
    queue.changed(session, caller.workspace_id, "prompt")
    return get_prompt(session, key)


def instructions(session: Session, key: str) -> Instructions:
    """The prompt put together: its sections under their names, in their order."""
    row = repository.newest(session).get(key)
    prompt = _shown(_template(key), row)
    parts = (f"# {s.name.replace('_', ' ').capitalize()}\n{s.text}" for s in prompt.sections)
    return Instructions(key=key, version=prompt.version, text="\n\n".join(parts))


def _template(key: str) -> Template:
    if key not in templates():
        raise UnknownPrompt("There is no such prompt.")
    return templates()[key]


def _shown(template: Template, row: PromptVersionRow | None) -> Prompt:
    own = row.sections if row else {}
    texts = template.texts() | own
    sections = tuple(
        Section(name=name, text=texts[name], own=name in own, editable=name != "output_schema")
        for name in SECTIONS
    )
    return Prompt(
        key=template.key,
        title=template.title,
        purpose=template.purpose,
        output=template.output,
        version=row.version if row else 0,
        base_version=row.base_version if row else template.version,
        library_version=template.version,
        sections=sections,
    )
