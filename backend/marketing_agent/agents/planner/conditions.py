"""Conditions on a number: “when cover is below 10 days, list products with low stock”.

This is the grammar alone: which words name the metric, the bound, and what is to be done.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from marketing_agent.ask.times.counting import NUMBERS

_BEGINS = r"(?:when|whenever|every\s+time|each\s+time|as\s+soon\s+as|once|if|the\s+moment)"
_POLITE = r"(?:please[,\s]+)?"
# “When was”, “when did” and “when will” ask for a day.
_METRIC = (
    r"(?P<metric>(?!(?:was|were|is|are|do|does|did|will|would|has|have|had|can|could|should)\b)"
    r"[^\W\d_][\w%'\u2019/&. -]{1,78}?)"
)
_MOVES = (
    r"(?P<moves>falls?|drops?|dips?|sinks?|slips?|declines?|decreases?|rises?|climbs?|grows?|jumps?"
    r"|increases?|goes|go|gets?|comes?|moves?|runs?|is|are|stays?)"
)
# What each way of saying it means; the longer come first.
_BOUNDS = {
    "at_most": r"at\s+most|no\s+more\s+than|<=|≤",
    "at_least": r"at\s+least|no\s+less\s+than|>=|≥|reach(?:es)?|hits?",
    "below": r"below|under|beneath|(?:less|lower|fewer|smaller)\s+than|<",
    "above": r"above|over|beyond|past|(?:more|higher|greater|larger|bigger)\s+than"
    r"|exceeds?|surpass(?:es)?|>",
    "to": r"to(?=\s)",
}
# “Falls to” and “rises to”: the way it moves says on which side it was before.
_FALLS = re.compile(r"(?:fall|drop|dip|sink|slip|decline|decrease)s?", re.IGNORECASE)
_RISES = re.compile(r"(?:rise|climb|grow|jump|increase)s?", re.IGNORECASE)
_RELATION = (
    rf"(?:\s+|(?=[<>≤≥]))(?:{_MOVES}\s+)?(?:back\s+)?(?:(?:down|up)\s+)?"
    rf"(?:{'|'.join(f'(?P<{name}>{said})' for name, said in _BOUNDS.items())})"
)
_WORDED = "|".join(sorted((w for w in NUMBERS if len(w) > 2), key=len, reverse=True))
_MONEY = r"dollars?|usd|euros?|eur|pounds?|gbp|bucks"
_AMOUNT = (
    r"\s*(?P<sign>[$€£])?\s*(?P<number>\d[\d,]*(?:\.\d{1,6})?|" + _WORDED + r")"
    r"(?:\s*(?P<scale>k|m|thousand|grand|million)\b)?"
    rf"(?:[\s-]*(?P<unit>%|percent\b|per\s+cent\b|(?:{_MONEY}|days?|weeks?|x|times)\b|[€£$])"
    r"|\s+(?:orders|units|pieces|items|sales|sessions|visits|visitors|customers|clicks)\b)?"
    r"(?:\s+of\s+(?:stock|cover|inventory|supply))?"
    r"(?:\s+(?P<time>yesterday|(?:last|in\s+a|per|a|on\s+a|in\s+the\s+last)\s+"
    r"(?:\d+\s+)?(?:day|week|month)s?))?"
)
_WHOM = r"(?:me|us|the\s+(?:whole\s+)?team|everyone|everybody)"
_SAY = rf"(?:tell|show|let|alert|notify|warn|remind|ping|inform)\s+{_WHOM}(?:\s+know)?"
_DO = (
    r"(?:list|tell|give|show|send|e-?mail|mail|ask|report|explain|let|alert|notify|warn|remind"
    r"|ping|inform|draft|write|prepare|run|find|compare|check|count|forecast|summari[sz]e)\b"
)
_WHY = r"(?:why|what|which|who|how)\b"
_LED = re.compile(
    rf"^{_POLITE}{_BEGINS}\s+{_METRIC}{_RELATION}{_AMOUNT}\s*(?:[,:;]|\bthen\b)*\s*"
    rf"(?:please\s+)?(?P<what>(?:{_DO}|{_WHY}).*)$",
    re.IGNORECASE | re.DOTALL,
)
_FOLLOWED = re.compile(
    rf"^{_POLITE}(?P<what>{_DO}.*?)[,\s]+{_BEGINS}\s+{_METRIC}{_RELATION}{_AMOUNT}\s*[.?!]*$",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(rf"(?:{_SAY}|(?:e-?)?mail\s+{_WHOM})[\s.!]*", re.IGNORECASE)
# “What happens when” and “what should we do” ask for something now, as “days when” does.
_ASKS_NOW = re.compile(
    r"\bhappen(?:s|ed)?\b|\b(?:should|would|could|can|do|did|will)\s+(?:we|i|you|our|my|the)\b",
    re.IGNORECASE,
)
_ASKS_WHEN = re.compile(
    r"\b(?:days?|weeks?|months?|dates?|times|hours?|periods?|often)\s*$", re.IGNORECASE
)
# “When sales were below 500” tells of the past, unless it is what was yesterday each day.
_PAST = re.compile(
    r"^(?!.*\b(?:yesterday|last)\b).*\b(?:was|were|had|fell|dropped)\b", re.IGNORECASE
)
_SCALES = {"k": 1_000, "thousand": 1_000, "grand": 1_000, "m": 1_000_000, "million": 1_000_000}


@dataclass(frozen=True, slots=True)
class Condition:
    """A bound in the words of a request. `metric` holds the words of its time too.

    `unit` is `percent`, `money`, `days` or empty; weeks are turned to days. `wished` is whether
    it can only be meant as something to wait for, also where its metric is not known.
    """

    metric: str
    relation: str
    value: Decimal
    unit: str
    what: str
    wished: bool


def condition(text: str) -> Condition | None:
    """The condition that a request waits for, or None where it is to be done now."""
    said = " ".join(text.split())
    led = _LED.match(said)
    found = led or _FOLLOWED.match(said)
    if found is None or _ASKS_NOW.search(found["what"]) or _PAST.search(found["metric"]):
        return None
    relation = _relation(found)
    if relation is None or (led is None and _is_doubt(said, found)):
        return None
    value, unit = _amount(found)
    metric = " ".join(filter(None, (found["metric"], found["time"])))
    wished = led is not None or bool(re.match(_SAY, found["what"], re.IGNORECASE))
    return Condition(metric, relation, value, unit, found["what"].strip(), wished)


def is_bare(what: str) -> bool:
    """Whether it asks for nothing but to be told: “let me know”, “alert the team”."""
    return _BARE.fullmatch(what) is not None


def _is_doubt(said: str, found: re.Match[str]) -> bool:
    """“Tell me if sales are below 500” asks how things stand, “days when …” which ones."""
    if _ASKS_WHEN.search(found["what"]):
        return True
    stands = (found["moves"] or "is").lower() in ("is", "are")
    return stands and bool(re.search(r"\sif\s*$", said[: found.start("metric")], re.IGNORECASE))


def _relation(found: re.Match[str]) -> str | None:
    if found["to"] is None:
        return next(name for name in _BOUNDS if found[name])
    moves = found["moves"] or ""
    if _FALLS.fullmatch(moves):
        return "at_most"
    return "at_least" if _RISES.fullmatch(moves) else None


def _amount(found: re.Match[str]) -> tuple[Decimal, str]:
    number = found["number"].lower().replace(",", "")
    value = Decimal(NUMBERS.get(number, number)) * _SCALES.get((found["scale"] or "").lower(), 1)
    said = (found["unit"] or "").lower()
    if said.startswith("week"):
        return value * 7, "days"
    if said.startswith("day"):
        return value, "days"
    if said.startswith(("%", "per")):
        return value, "percent"
    return value, "money" if found["sign"] or (said and said not in ("x", "times")) else ""
