"""Planning by rules: the parts of a request, each with the tool that does it.

What a part is about comes from the question parser's reading of it; the rules only choose tools.
"""

import re
from typing import Any

from marketing_agent.agents.planner.attached import file_steps, number_before, thing_steps
from marketing_agent.agents.planner.calling import call_others
from marketing_agent.agents.planner.clauses import Clause, clauses, follows_on
from marketing_agent.agents.planner.draft import Draft
from marketing_agent.agents.planner.port import PlanBrief, Reading
from marketing_agent.agents.planner.schemas import Plan
from marketing_agent.agents.planner.standing import standing
from marketing_agent.agents.planner.waiting import waiting

_TEAM = re.compile(
    r"\bto\s+(?:the\s+|my\s+|our\s+)?(?:whole\s+|entire\s+)?"
    r"(?:team|everyone|everybody|all|members|colleagues|us|staff)\b|\bthe team\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[a-zA-Z]{2,}")
_CANNOT = "I can answer questions about the store, explain changes and send messages to the team."
_NO_TEXT = "There is nothing to send yet. Ask for something first."


def planned(brief: PlanBrief) -> Plan:
    """A plan for the request, or in `reply` why there is none."""
    draft = Draft(brief)
    again = standing(brief.text) or waiting(brief.text, brief.readings)
    if isinstance(again, str):
        return Plan(reply=again)
    if again is not None:
        return _automation(draft, again)
    readings = {one.text: one for one in brief.readings}
    for clause in clauses(brief.text):
        _plan(draft, clause, readings.get(clause.readable))
    if not draft.steps:
        return Plan(reply=draft.problem or _CANNOT)
    return Plan(steps=tuple(draft.steps), reply=draft.problem)


def _automation(draft: Draft, again: dict[str, Any]) -> Plan:
    """What is to be done again and again is drafted; a person looks at it and switches it on."""
    if draft.tool("create_automation") is None:
        return Plan(reply="Your role may not write automations.")
    draft.add("create_automation", "Draft the automation", again)
    return Plan(steps=tuple(draft.steps))


def _plan(draft: Draft, clause: Clause, reading: Reading | None) -> None:
    if call_others(draft, clause):
        return
    if clause.kind in ("send", "draft"):
        _message(draft, clause)
    elif clause.kind == "open" and draft.brief.client_tools:
        _page(draft, clause)
    elif clause.kind == "question" and _files(draft, clause, reading):
        return
    elif clause.kind == "why" and reading and reading.metrics and draft.tool("explain_change"):
        _explain(draft, clause, reading)
    else:
        _ask(draft, clause, reading)


def _files(draft: Draft, clause: Clause, reading: Reading | None) -> bool:
    """Whether it is about what is attached or the library, whose steps it adds."""
    is_number = bool(reading and reading.metrics)
    steps = file_steps(draft.brief.attachments, clause.text, is_number=is_number)
    if not steps and not follows_on(clause.text):
        steps = thing_steps(draft.brief.attachments, clause.text, is_number=is_number)
    if not all(draft.tool(tool) for tool, _title, _arguments in steps):
        return False
    draft.told += [draft.add(tool, title, arguments) for tool, title, arguments in steps]
    return bool(steps)


def _explain(draft: Draft, clause: Clause, reading: Reading) -> None:
    metric, time = reading.metrics[0], reading.time
    offered = {
        "question": clause.text,
        "metric": metric,
        "key": metric,
        "time": time,
        "range": time,
        "period": time,
        "compare": reading.compare or "previous_period",
    }
    tool = draft.tool("explain_change") or {}
    title = f"Explain the change of {metric.replace('_', ' ')}"
    draft.told.append(draft.add("explain_change", title, _fitting(tool, offered)))


def _ask(draft: Draft, clause: Clause, reading: Reading | None) -> None:
    if draft.tool("ask") is None:
        draft.problem = _CANNOT
        return
    arguments: dict[str, Any] = {"question": clause.readable or clause.text}
    follows = reading is not None and (reading.code is not None or follows_on(clause.text))
    earlier = next((s.id for s in reversed(draft.steps) if s.tool == "ask"), None)
    if follows and earlier:
        arguments["previous_id"] = {"$ref": earlier, "path": "id"}
    elif follows:
        before = _asked_before(draft)
        arguments |= {"previous_id": before} if before else {}
    draft.told.append(draft.add("ask", "Answer the question", arguments))


def _asked_before(draft: Draft) -> str | dict[str, Any] | None:
    """The answer that a follow-up goes on from: what is attached before what was said."""
    asked, question = number_before(draft.brief.attachments)
    if asked is None and question:
        return {
            "$ref": draft.add("ask", "Ask for what is attached", {"question": question}),
            "path": "id",
        }
    return asked or draft.brief.previous_asked_id


def _message(draft: Draft, clause: Clause) -> None:
    """A draft of what was found before, and where it was asked for, its delivery."""
    body = draft.body()
    tool = draft.tool("draft_message")
    if body is None or tool is None:
        draft.problem = _NO_TEXT if tool else "Your role may not write messages."
        return
    told = _subject(draft)
    offered = {"subject": told, "body": body, "body_text": body, "text": body} | _to(tool, clause)
    message = draft.add("draft_message", "Draft the message", _fitting(tool, offered))
    sender = draft.tool("send_message")
    if clause.kind == "send" and sender:
        reference = {"$ref": message, "path": "id"}
        arguments = _fitting(sender, {"message_id": reference, "id": reference})
        draft.add("send_message", "Send the message", arguments)
    elif clause.kind == "send":
        draft.problem = "Your role may not send messages: it is drafted only."


def _subject(draft: Draft) -> str:
    """The question that the message answers."""
    asked = [one for one in clauses(draft.brief.text) if one.kind in ("why", "question")]
    earlier = [turn.request for turn in draft.brief.turns]
    words = asked[0].text if asked else (earlier[-1] if earlier else "A message")
    words = words.strip().rstrip("?.! ")
    return words[:1].upper() + words[1:140]


def _to(tool: dict[str, Any], clause: Clause) -> dict[str, Any]:
    """Whom it goes to, as the tool's schema says it: the team, or the addresses named."""
    addresses = _ADDRESS.findall(clause.text)
    schema = tool["input_schema"]["properties"]
    if addresses and not _TEAM.search(clause.text):
        return {"to": addresses, "recipients": addresses}
    one = "team"
    return {name: one if "string" in str(schema[name]) else [one] for name in ("to", "recipients")
            if name in schema}  # fmt: skip


def _page(draft: Draft, clause: Clause) -> None:
    """A page of the asker's own app, opened by the app."""
    words = set(re.findall(r"[a-z]+", clause.text.lower()))
    for tool in draft.brief.client_tools:
        if {"open", "page"} & set(re.findall(r"[a-z]+", tool["name"].lower())):
            found = _page_arguments(tool, words)
            if found is not None:
                draft.add(tool["name"], "Open the page", found)
                return
    draft.problem = "This app has no page of that name that I could open."


def _page_arguments(tool: dict[str, Any], words: set[str]) -> dict[str, Any] | None:
    """The page among those that the tool's schema lists."""
    for name, schema in tool.get("parameters", {}).get("properties", {}).items():
        for choice in schema.get("enum", ()):
            if set(re.findall(r"[a-z]+", str(choice).lower())) & words:
                return {name: choice}
    return None


def _fitting(tool: dict[str, Any], offered: dict[str, Any]) -> dict[str, Any]:
    """What the tool's schema takes of what is on offer."""
    known = tool["input_schema"].get("properties", {})
    return {k: v for k, v in offered.items() if k in known and v is not None}
