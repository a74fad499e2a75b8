"""Whether a plan can be carried out: known tools, ids used once, references to earlier steps."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Protocol

from marketing_agent.agents.planner.schemas import Plan, PlannedStep
from marketing_agent.kernel.errors import AppError, Invalid

_REF, _JOIN, _TEXT = "$ref", "$join", "@text"
READS_ABROAD = "read_server_tool"
"""It calls a tool of others without asking: earlier results leave only after a person saw them."""


class InvalidPlan(Invalid):
    """A plan that cannot be carried out as it stands."""

    code = "agents.invalid_plan"


class Result(Protocol):
    """What a step gave."""

    @property
    def text(self) -> str:
        """In words."""

    @property
    def data(self) -> Any:
        """As the tool's output."""


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def check_plan(
    plan: Plan,
    offered: Collection[_Named],
    client_tools: Collection[str],
    check: Callable[[str, dict[str, Any]], None],
) -> None:
    """Raises InvalidPlan with the first thing that does not hold."""
    names, seen = {tool.name for tool in offered}, set[str]()
    for step in plan.steps:
        if step.id in seen:
            raise InvalidPlan(f"Two steps have the id {step.id!r}.")
        if step.tool not in names and step.tool not in client_tools:
            raise InvalidPlan(f"There is no tool {step.tool[:80]!r} for you.")
        refs = list(references(step.arguments))
        unknown = [ref for ref in refs if ref not in seen]
        if unknown:
            raise InvalidPlan(
                f"Step {step.id!r} refers to {unknown[0]!r}, which is no step before it."
            )
        if refs and step.tool == READS_ABROAD:
            raise InvalidPlan(
                f"Step {step.id!r}: what earlier steps gave leaves only once approved."
            )
        if not refs and step.tool in names:
            _check_arguments(step, check)
        seen.add(step.id)


def _check_arguments(step: PlannedStep, check: Callable[[str, dict[str, Any]], None]) -> None:
    try:
        check(step.tool, step.arguments)
    except AppError as error:
        raise InvalidPlan(f"Step {step.id!r}: {error.message}") from error


def references(value: Any) -> Iterator[str]:
    """Ids of the steps that arguments refer to."""
    if isinstance(value, dict):
        if _REF in value:
            yield str(value[_REF])
            return
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from references(one)


def resolved(value: Any, results: Mapping[str, Result]) -> Any:
    """Arguments with each reference replaced by what it stands for; raises InvalidPlan.

    The path `@text` is what the tool said in words; `{"$join": [...]}` puts texts together.
    """
    if isinstance(value, dict):
        if _REF in value:
            return _looked_up(value, results)
        if _JOIN in value:
            return "\n\n".join(str(one) for one in resolved(value[_JOIN], results))
        return {key: resolved(one, results) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [resolved(one, results) for one in value]
    return value


def _looked_up(ref: dict[str, Any], results: Mapping[str, Result]) -> Any:
    step, path = str(ref[_REF]), str(ref.get("path") or "")
    if step not in results:
        raise InvalidPlan(f"Step {step!r} gave no result to use.")
    if path == _TEXT:
        return results[step].text
    found = results[step].data
    for part in filter(None, path.split(".")):
        if isinstance(found, dict) and part in found:
            found = found[part]
        elif isinstance(found, list) and part.isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            raise InvalidPlan(f"The result of step {step!r} has no {path[:80]!r}.")
    return found
