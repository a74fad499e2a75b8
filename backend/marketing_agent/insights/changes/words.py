"""What was found, in sentences."""

from datetime import date
from decimal import Decimal

from marketing_agent.insights.anomaly.schemas import Anomaly
from marketing_agent.insights.changes.watching import Series
from marketing_agent.metrics import phrases

_KINDS = {
    "spike": "", "drop": "", "missing": "",
    "shift": ", at a new level", "drift": ", after drifting for weeks",
}  # fmt: skip


_MOST_SHARE = 10


def title(series: Series, found: Anomaly, event: str | None = None) -> str:
    """“Sessions fell 18% on Thursday 12 November”, with the event that explains it."""
    label = series.metric.label
    if found.kind == "missing":
        return f"{label} has no figure for {_day(found.day)}"
    way = "rose" if _grew(found) else "fell"
    when = "since" if found.kind in ("shift", "drift") else "on"
    size = _share(found)
    during = f", during {event}" if event else ""
    return f"{label} {way}{f' {size}' if size else ''} {when} {_day(found.day)}{during}"


def told(series: Series, found: Anomaly, currency: str, event: str | None = None) -> str:
    """How far it lies from what the days before let expect, and the event that explains it."""

    def write(value: Decimal) -> str:
        whole = series.metric.unit == "count"
        return phrases.figure(round(float(value)) if whole else float(value), unit, currency)

    unit = series.metric.unit
    expected = write(found.expected)
    if found.value is None:
        return f"No figure on {_day(found.seen)}, where days like it had about {expected}."
    usual = f"{write(found.low)} to {write(found.high)}"
    said = f"{series.metric.label} {write(found.value)} on {_day(found.seen)}{_KINDS[found.kind]}"
    known = f" It was a day of {event}." if event else ""
    return f"{said}; about {expected} was to be expected, usually {usual}.{known}"


def why(series: Series, found: Anomaly) -> str:
    """The path of the page that shows why, of these days."""
    return f"/insights/why/?show={series.metric.key}&range={found.day}..{last_day(found)}"


def last_day(found: Anomaly) -> date:
    """The last of its days: those of a new level or a drift go on until it was seen."""
    return found.seen if found.kind in ("shift", "drift") else found.day


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
