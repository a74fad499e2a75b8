"""What was found, in sentences."""

from datetime import date
from decimal import Decimal

from marketing_agent.insights.anomaly.schemas import Anomaly
from marketing_agent.insights.changes.watching import Series
from marketing_agent.insights.page.answered import formula_of
from marketing_agent.insights.page.saying import Said, number, say
from marketing_agent.insights.page.schemas import Source
from marketing_agent.metrics import phrases

FORMULA = (
    "Each day against what its weekday, the level of the last two weeks and the spread of the last "
    "eight let expect; a day, a new level or a slow drift that would come by chance less than once "
    "in a thousand days counts, fewer where several metrics are looked at together, and what moves "
    "less than a tenth of an average day does not. Days of a discount that ends and that many "
    "orders use teach nothing for later days, and what a sale brings on them is named after it."
)
"""How what is odd is found."""

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


def told(series: Series, found: Anomaly, currency: str, event: str | None = None) -> Said:
    """How far it lies from what the days before let expect, and the event that explains it."""
    counted, judged = counted_as(series), judged_as(series)

    def write(value: Decimal, source: Source) -> Said:
        whole = series.metric.unit == "count"
        told = round(float(value)) if whole else float(value)
        return number(phrases.figure(told, series.metric.unit, currency), source)

    expected = write(found.expected, judged)
    if found.value is None:
        pattern = "No figure on {day}, where days like it had about {expected}."
        return say(pattern, day=_day(found.seen), expected=expected)
    low, high = write(found.low, judged), write(found.high, judged)
    usual = "usually {low} to {high}"
    around = "but days like it differ much" if found.is_wide else say(usual, low=low, high=high)
    return say(
        "{label} came to {value} on {day}{kind}; expected was about {expected}, {around}.{event}",
        label=series.metric.label, value=write(found.value, counted), day=_day(found.seen),
        kind=_KINDS[found.kind], expected=expected, around=around,
        event=f" It was a day of {event}." if event else "",
    )  # fmt: skip


def counted_as(series: Series) -> Source:
    """Where the figure of a day came from."""
    return Source(formula=formula_of((series.metric.key,)), statements=(series.evidence,))


def judged_as(series: Series) -> Source:
    """Where what was to be expected came from: the same days, looked at in another way."""
    return Source(formula=FORMULA, statements=(series.evidence,))


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
