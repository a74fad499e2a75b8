"""Requests that wait for a number: as an automation of the metric, or asked back why not."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from marketing_agent.agents.planner.conditions import Condition, condition, is_bare
from marketing_agent.agents.planner.port import Reading
from marketing_agent.agents.planner.standing import automation
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.semantics import Metric

# A rhythm in words, as the days that are looked at each time.
_RHYTHMS = (
    (r"(?:daily|(?:a|per|in\s+a|on\s+a|last)\s+day)", "yesterday"),
    (r"(?:weekly|(?:a|per|in\s+a)\s+week)", "last_7_days"),
    (r"(?:monthly|(?:a|per|in\s+a)\s+month)", "last_30_days"),
)
_PERIODS = ("yesterday", "last_7_days", "last_week", "last_30_days", "last_month")
_IMPLIED = ("default", "as_of")
_OVER = "I look at days that are over: yesterday, last week, last month, the last 7 or 30 days."
_SUCH_AS = "Name one such as net sales, orders, conversion rate or days of inventory."
_MAILS = re.compile(r"(?:e-?mail|mail)\b|.*\b(?:team|everyone|everybody)\b", re.IGNORECASE)


def waiting(text: str, readings: Sequence[Reading]) -> dict[str, Any] | str | None:
    """The automation that a request asks for, a sentence that asks back, or None for others."""
    waited = condition(text)
    if waited is None:
        return None
    reading = next((one for one in readings if one.text == waited.metric), Reading(waited.metric))
    problem = _unknown(reading, waited)
    if problem is not None:
        return problem if waited.wished else None
    metric = load_query_model().metrics[reading.metrics[0]]
    time = _period(reading, waited, metric)
    if time is None:
        return _OVER
    value = _value(waited, metric)
    if isinstance(value, str):
        return value
    trigger = {"kind": "metric", "metric": metric.key, "time": time}
    trigger |= {"relation": waited.relation, "value": f"{value.normalize():f}"}
    return automation(trigger, _asked(waited.what, metric, time))


def _unknown(reading: Reading, waited: Condition) -> str | None:
    """Why its words are no one number of the whole store; None when they are."""
    if not reading.metrics or any(one not in load_query_model().metrics for one in reading.metrics):
        close = f"Did you mean {_either(reading.close)}?" if reading.close else _SUCH_AS
        return f"I know no number called “{waited.metric}”. {close}"
    if len(reading.metrics) > 1 or re.search(r"\b(?:and|or)\b|&", waited.metric):
        return f"I wait for one number at a time, and “{waited.metric}” is more than one."
    if reading.part:
        return f"I wait for numbers of the whole store, and “{waited.metric}” is a part of it."
    return None


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _period(reading: Reading, waited: Condition, metric: Metric) -> str | None:
    """The days that it looks at; what has a state is looked at as it is."""
    if reading.time in _PERIODS:
        return reading.time
    for said, period in _RHYTHMS:
        if re.search(rf"\b{said}\b", waited.metric, re.IGNORECASE):
            return period
    if reading.time is not None and not reading.time.startswith(_IMPLIED):
        return None
    return "today" if load_query_model().is_snapshot(metric) else "yesterday"


def _is_paced(metric: Metric) -> bool:
    return metric.key in load_query_model().paced


def _value(waited: Condition, metric: Metric) -> Decimal | str:
    """The bound in the metric's own unit; a sentence where it is in another one."""
    label, unit = metric.label, waited.unit
    if unit == "percent" and metric.unit != "percent":
        return f"{label} is no percentage: name the value that it is to be compared with."
    if unit == "money" and metric.unit != "money":
        return f"{label} is no amount of money: say the number alone."
    if unit == "days" and not _is_paced(metric):
        return f"{label} is not counted in days: say the number alone."
    if metric.unit == "percent":
        if unit != "percent" and waited.value < 1:
            return f"Say {label} with a percent sign, such as 40%."
        return waited.value / 100
    weeks = not unit and _is_paced(metric) and waited.metric.lower().startswith("week")
    return waited.value * 7 if weeks else waited.value


def _asked(what: str, metric: Metric, time: str) -> str:
    """What is to be done; where it asks for no more than to be told, the number itself."""
    if not is_bare(what):
        return what
    days = "" if time == "today" else f" {time.replace('_', ' ')}"
    return f"{'mail the team ' if _MAILS.match(what) else ''}{metric.label}{days}"
