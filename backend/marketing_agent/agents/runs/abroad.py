"""Tools and agents of others that a request is about, found before anybody plans."""

import re
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.planner.attached import file_steps
from marketing_agent.agents.planner.clauses import Clause, clauses, follows_on
from marketing_agent.agents.planner.others import Other, fits
from marketing_agent.agents.planner.port import Reading
from marketing_agent.agents.planner.schema_fields import fields_of
from marketing_agent.agents.remotes import service as remotes
from marketing_agent.agents.remotes.schemas import RemoteAgent
from marketing_agent.agents.servers import service as servers

_MOST_NAME = 60


def about(
    session: Session,
    text: str,
    readings: tuple[Reading, ...],
    attachments: tuple[dict[str, Any], ...],
) -> tuple[dict[str, Any], ...]:
    """By part of the request, those that it names or clearly means; see `others.Fit`."""
    others = (*_tools(session), *_agents(session))
    if not others:
        return ()
    by_text = {one.text: one for one in readings}
    found: list[dict[str, Any]] = []
    for number, clause in enumerate(clauses(text)):
        reading = by_text.get(clause.readable)
        is_ours = _is_ours(clause, reading, attachments) or (number > 0 and follows_on(clause.text))
        found += [
            fit.told() for fit in fits(clause.text, _fitting(clause, others), is_ours=is_ours)
        ]
    return tuple(found)


def _fitting(clause: Clause, others: tuple[Other, ...]) -> list[Other]:
    """A page is opened here; something is sent to agents alone."""
    kinds = {"open": (), "draft": (), "send": ("agent",)}.get(clause.kind, ("tool", "agent"))
    return [other for other in others if other.kind in kinds]


def _is_ours(
    clause: Clause, reading: Reading | None, attachments: tuple[dict[str, Any], ...]
) -> bool:
    is_number = bool(reading and reading.metrics)
    files = file_steps(attachments, clause.text, is_number=is_number)
    return is_number or bool(files) or clause.kind not in ("question", "why")


def _tools(session: Session) -> Iterator[Other]:
    for server in servers.listed(session).items:
        for tool in server.tools:
            fields = fields_of((tool.definition or {}).get("inputSchema"))
            if tool.state == "approved" and fields is not None:
                words = f"{tool.title} {tool.description}"
                yield Other("tool", tool.name, "", words, tool.is_trusted, fields)


def _agents(session: Session) -> Iterator[Other]:
    for agent in remotes.listed(session).items:
        name = " ".join(re.sub(r"[^\w .&'-]", " ", agent.name).split())[:_MOST_NAME]
        if agent.status == "active" and name:
            yield Other("agent", name, agent.id, _words(agent))


def _words(agent: RemoteAgent) -> str:
    skills = agent.card.get("skills")
    said = [one.get("name") for one in skills if isinstance(one, dict)] if isinstance(
        skills, list) else []  # fmt: skip
    return " ".join([agent.description, *(name for name in said if isinstance(name, str))])
