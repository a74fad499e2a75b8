"""Steps that call tools and agents of others, and whether a plan with such steps may stand."""

import re
from collections.abc import Mapping
from typing import Any

from marketing_agent.agents.planner.checking import READS_ABROAD, references
from marketing_agent.agents.planner.clauses import Clause
from marketing_agent.agents.planner.draft import Draft
from marketing_agent.agents.planner.filling import filled, refers_back
from marketing_agent.agents.planner.others import Fit, ask_for, ask_which, is_grounded
from marketing_agent.agents.planner.port import PlanBrief
from marketing_agent.agents.planner.schema_fields import problem_of
from marketing_agent.agents.planner.schemas import Plan, PlannedStep

_CALLS, _ASKS = "call_server_tool", "ask_agent"
_NOT_YOURS = "Your role may not use tools and agents of others."
_QUESTION = re.compile(r"^question\s*:\s*", re.IGNORECASE)


def call_others(draft: Draft, clause: Clause) -> bool:
    """Whether a part of the request is about others; adds the step, or what is to be asked back."""
    found = [Fit(**one) for one in draft.brief.others if one["clause"] == clause.text]
    if not found:
        return False
    if len(found) > 1 or found[0].how == "perhaps":
        draft.problem = ask_which([fit.name for fit in found])
    elif found[0].kind == "agent":
        _ask_agent(draft, clause, found[0])
    else:
        _call_tool(draft, found[0])
    return True


def _call_tool(draft: Draft, fit: Fit) -> None:
    before = draft.body() if refers_back(fit.words) else None
    arguments, missing = filled(fit.fields, fit.words, before)
    if missing:
        draft.problem = ask_for(fit.name, missing)
        return
    quiet = fit.trusted and _is_said(arguments, draft.brief)
    _add(draft, READS_ABROAD if quiet else _CALLS, fit, {"tool": fit.name, "arguments": arguments})


def _ask_agent(draft: Draft, clause: Clause, fit: Fit) -> None:
    words = "" if clause.kind == "send" else _QUESTION.sub("", fit.words).strip(" .,:")
    before = draft.body() if clause.kind == "send" or refers_back(words) else None
    question = {"$join": [words, before]} if words and before else words or before
    if not question:
        draft.problem = ask_for(fit.name, ["question"])
        return
    if isinstance(question, str):
        question = question[:1].upper() + question[1:]
    _add(draft, _ASKS, fit, {"agent_id": fit.id, "question": question})


def _add(draft: Draft, tool: str, fit: Fit, arguments: dict[str, Any]) -> None:
    if draft.tool(tool) is None:
        draft.problem = _NOT_YOURS
        return
    title = f"Ask {fit.name}" if fit.kind == "agent" else f"Call {fit.name}"
    draft.told.append(draft.add(tool, title, arguments))


def problem_abroad(plan: Plan, brief: PlanBrief) -> str | None:
    """What is wrong with a plan's calls of others: only what the request is about is called."""
    offered = [Fit(**one) for one in brief.others if one["how"] != "perhaps"]
    for step in plan.steps:
        if step.tool in (READS_ABROAD, _CALLS):
            problem = _problem_of_call(step, offered, brief)
        elif step.tool == _ASKS:
            ids = {fit.id for fit in offered if fit.kind == "agent"}
            known = step.arguments.get("agent_id") in ids
            problem = None if known else "the request names no such agent."
        else:
            continue
        if problem:
            return f"Step {step.id!r}: {problem}"
    return None


def _problem_of_call(step: PlannedStep, offered: list[Fit], brief: PlanBrief) -> str | None:
    named, given = step.arguments.get("tool"), step.arguments.get("arguments", {})
    fit = next((one for one in offered if one.kind == "tool" and one.name == named), None)
    if fit is None:
        return "the request is about no such tool of others."
    if not isinstance(given, Mapping):
        return "arguments are an object."
    if step.tool == READS_ABROAD and not (fit.trusted and _is_said(given, brief)):
        return f"what the request does not say itself leaves by {_CALLS}, which asks a person."
    return problem_of(fit.fields, given)


def _is_said(arguments: Mapping[str, Any], brief: PlanBrief) -> bool:
    """Whether nothing leaves but words of the request."""
    return not list(references(arguments)) and is_grounded(arguments, brief.text)
