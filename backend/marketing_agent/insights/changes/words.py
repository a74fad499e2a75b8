"""What was found, in sentences."""

from datetime import date

from marketing_agent.insights.anomaly.schemas import Anomaly
from marketing_agent.insights.changes.watching import Series
from marketing_agent.metrics import phrases

_KINDS = {
    "spike": "was unusually high", "drop": "was unusually low", "shift": "moved to another level",
    "drift": "has drifted away for weeks", "missing": "has no figure",
}  # fmt: skip


_MOST_SHARE = 10


def title(series: Series, found: Anomaly) -> str:
    """“Sessions fell 18% on Thursday 12 November”."""
    label = series.metric.label
    if found.kind == "missing":
        return f"{label} has no figure for {_day(found.day)}"
    way = "rose" if _grew(found) else "fell"
    when = "since" if found.kind in ("shift", "drift") else "on"
    size = _share(found)
    return f"{label} {way}{f' {size}' if size else ''} {when} {_day(found.day)}"


def told(series: Series, found: Anomaly, currency: str) -> str:
    """How far it lies from what the days before let expect."""
    metric = series.metric
    expected = phrases.figure(float(found.expected), metric.unit, currency)
    if found.value is None:
        return f"Days like it had about {expected}."
    value = phrases.figure(float(found.value), metric.unit, currency)
    low, high = (
        phrases.figure(float(each), metric.unit, currency) for each in (found.low, found.high)
    )
    said = f"{metric.label} {_KINDS[found.kind]}: {value} on {_day(found.seen)}"
    return f"{said}, where about {expected} was to be expected (usually {low} to {high})."


def is_bad(series: Series, found: Anomaly) -> bool:
    """Whether the metric moved the way that is not good; what is missing is bad."""
    if found.kind == "missing":
        return True
    return {"up": not _grew(found), "down": _grew(found)}.get(series.metric.better, False)


def _grew(found: Anomaly) -> bool:
    """Amounts that are negative by nature, such as returns, grow away from nothing."""
    return found.value is not None and abs(found.value) > abs(found.expected)


def _share(found: Anomaly) -> str:
    """“18%”; nothing where as good as nothing was expected, which no percentage tells."""
    if not found.expected:
        return ""
    share = abs(float(found.effect / found.expected))
    return f"{share * 100:,.0f}%" if share < _MOST_SHARE else ""


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
