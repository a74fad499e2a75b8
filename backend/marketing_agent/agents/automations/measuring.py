"""Whether a metric is where an automation waits for it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from marketing_agent.agents.automations.schemas import OnMetric
from marketing_agent.agents.runs.toolbox import Toolbox
from marketing_agent.kernel.errors import AppError
from marketing_agent.tenancy.schemas import Caller

_QUERY = "run_query"
_MET = {"below": lt, "at_most": le, "above": gt, "at_least": ge}


@dataclass(frozen=True)
class Measured:
    """What was found. A number that is not known meets nothing."""

    met: bool
    text: str


def measure(trigger: OnMetric, toolbox: Toolbox, acting: Caller, due_id: str) -> Measured:
    """Looks at the metric as the owner; raises only what may pass by itself."""
    asked = {"metrics": [trigger.metric], "time": trigger.time}
    try:
        found = toolbox.call(acting, _QUERY, asked, None, due_id, None).data
    except AppError as error:
        if error.retryable:
            raise
        return Measured(False, f"{trigger.metric} could not be looked at: {error.message}")
    return _judged(trigger, found)


def _judged(trigger: OnMetric, found: dict[str, Any]) -> Measured:
    until, end = found.get("data_until"), found["window"]["end"]
    needed = _reached(trigger, end)
    if until is None or until < needed:
        reach = f"reaches {until}" if until else "is empty"
        return Measured(False, f"The data {reach}, and {needed} has to be in it.")
    roles = [column["role"] for column in found["columns"]]
    value = found["rows"][0][roles.index("value")] if found["rows"] else None
    if value is None:
        return Measured(False, f"{trigger.metric} of {_period(trigger)} is not known.")
    number = Decimal(str(value))
    met = _MET[trigger.relation](number, trigger.value)
    said = f"{trigger.metric} of {_period(trigger)} was {number:f}"
    return Measured(
        met,
        f"{said}: {'' if met else 'not '}{trigger.relation.replace('_', ' ')} {trigger.value:f}.",
    )


def _reached(trigger: OnMetric, end: str) -> str:
    """The day that the data has to tell of: of a day that goes on, the one before."""
    if trigger.time != "today":
        return end
    return (date.fromisoformat(end) - timedelta(days=1)).isoformat()


def _period(trigger: OnMetric) -> str:
    return trigger.time.replace("_", " ")
