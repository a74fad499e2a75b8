"""The rules of an audience as the definition of a segment in Klaviyo, where it can say them.

A definition there is groups of conditions: all groups hold, of each group any condition. So rules
are brought into that form (a conjunction of clauses). What Klaviyo cannot say leaves the whole
without a definition: with a rule left out it would be another audience.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

from marketing_agent.insights.segments.rules import NUMBERS
from marketing_agent.insights.segments.schemas import Match, Rule, RuleGroup, SegmentRules

Condition = dict[str, Any]
Clauses = list[list[Condition]]
"""All of these hold; of each any condition."""
REVISION = "2026-07-15"
"""The API whose request this is."""
PLACED, ORDERED = "METRIC_ID_OF_PLACED_ORDER", "METRIC_ID_OF_ORDERED_PRODUCT"
METRICS = {PLACED: "Placed Order", ORDERED: "Ordered Product"}
_MOST_CLAUSES = 100
_OPERATORS = {
    ">=": "greater-than-or-equal", "<=": "less-than-or-equal", ">": "greater-than",
    "<": "less-than", "=": "equals",
}  # fmt: skip
_EVER: Condition = {"type": "date", "operator": "alltime"}
_PROPERTIES = {"product": "Name", "vendor": "Vendor"}


class Unsaid(Exception):
    """Why Klaviyo cannot say a rule, or all of them together."""


def unsaid(rules: SegmentRules) -> dict[Rule, str]:
    """The rules that Klaviyo cannot say, each with why."""
    found = {}
    for rule in dict.fromkeys(rule for group in rules.groups for rule in group.rules):
        try:
            _rule(rule)
        except Unsaid as error:
            found[rule] = str(error)
    return found


def definition(rules: SegmentRules) -> dict[str, Any]:
    """`definition` of a request that creates a segment. Raises Unsaid."""
    clauses = _all_of(rules.match, [_group(each) for each in rules.groups])
    return {"condition_groups": [{"conditions": each} for each in clauses]}


def _group(group: RuleGroup) -> Clauses:
    return _all_of(group.match, [_rule(rule) for rule in group.rules])


def _all_of(match: Match, parts: Iterable[Clauses]) -> Clauses:
    if match == "all":
        return _bounded([clause for part in parts for clause in part])
    return reduce(_either, parts)


def _either(one: Clauses, other: Clauses) -> Clauses:
    """(a and b) or c is (a or c) and (b or c)."""
    return _bounded([[*a, *b] for a in one for b in other])


def _bounded(clauses: Clauses) -> Clauses:
    if len(clauses) > _MOST_CLAUSES:
        raise Unsaid(f"Together the rules are more than {_MOST_CLAUSES} groups of conditions.")
    return clauses


def _rule(rule: Rule) -> Clauses:
    if rule.field in NUMBERS:
        return _NUMBERS[rule.field](rule) if rule.field in _NUMBERS else _never(rule)
    if rule.field == "accepts_email":
        return [[_consent((rule.value is True) == (rule.op == "is"))]]
    if rule.field in _PROPERTIES:
        return [[_bought(rule)]]
    return _never(rule)


def _never(rule: Rule) -> Clauses:
    why = {
        "aov": "Klaviyo has no condition on the mean value of orders.",
        "discount_share": "Klaviyo has no condition on the share of orders with a discount.",
        "product_type": "Klaviyo's event of an ordered product carries no type.",
        "country": "Klaviyo keeps countries by name, as customers wrote them.",
        "rfm_group": "The groups are ranked here, among all customers; Klaviyo does not know them.",
    }
    raise Unsaid(why[rule.field])


def _orders(rule: Rule) -> Clauses:
    return [[_measured("count", _OPERATORS[rule.op], rule.value, _EVER)]]


def _spent(rule: Rule) -> Clauses:
    return [[_measured("sum", _OPERATORS[rule.op], rule.value, _EVER)]]


def _last_order(rule: Rule) -> Clauses:
    """At most so many days ago: one since then. More: none since then, but one at all."""
    op, days = _whole(rule)
    if op == "<=":
        return [[_some(_within(days + 1))]]
    return [[_none(_within(days + 1))], [_some(_EVER)]]


def _first_order(rule: Rule) -> Clauses:
    """More than so many days ago: one until then. At most: none until then, but one at all."""
    op, days = _whole(rule)
    if op == ">":
        return [[_some(_before(days + 1))]]
    return [[_none(_before(days + 1))], [_some(_EVER)]]


_NUMBERS: dict[str, Callable[[Rule], Clauses]] = {
    "orders": _orders,
    "spent": _spent,
    "last_order_days": _last_order,
    "first_order_days": _first_order,
}


def _whole(rule: Rule) -> tuple[str, int]:
    """The comparison as at most (`<=`) or more than (`>`) so many whole days."""
    days = float(rule.value)
    if rule.op == "=":
        raise Unsaid("Klaviyo's days move with the hour, so that none is exactly so long ago.")
    if days != int(days):
        raise Unsaid("Klaviyo counts whole days.")
    found = int(days) - (1 if rule.op in ("<", ">=") else 0)
    if not 0 <= found < 10_000:
        raise Unsaid("Klaviyo counts days from one on.")
    return ("<=" if rule.op in ("<", "<=") else ">"), found


def _measured(what: str, operator: str, value: object, when: Condition) -> Condition:
    return {
        "type": "profile-metric",
        "metric_id": PLACED,
        "measurement": what,
        "measurement_filter": {"type": "numeric", "operator": operator, "value": value},
        "timeframe_filter": when,
    }


def _some(when: Condition) -> Condition:
    return _measured("count", "greater-than-or-equal", 1, when)


def _none(when: Condition) -> Condition:
    return _measured("count", "equals", 0, when)


def _within(days: int) -> Condition:
    return {"type": "date", "operator": "in-the-last", "unit": "day", "quantity": days}


def _before(days: int) -> Condition:
    return {"type": "date", "operator": "at-least", "unit": "day", "quantity": days}


def _bought(rule: Rule) -> Condition:
    same = {"type": "string", "operator": "equals", "value": str(rule.value)}
    made = _some(_EVER) if rule.op == "is" else _none(_EVER)
    named = {"property": _PROPERTIES[rule.field], "filter": same}
    return made | {"metric_id": ORDERED, "metric_filters": [named]}


def _consent(accepts: bool) -> Condition:
    status: Condition = {"subscription": "subscribed" if accepts else "any", "filters": None}
    consent = {"channel": "email", "can_receive_marketing": accepts, "consent_status": status}
    return {"type": "profile-marketing-consent", "consent": consent}


def metrics_in(clauses: dict[str, Any]) -> dict[str, str]:
    """The placeholders of a definition, each with the name of the metric to put there."""
    used = {
        condition["metric_id"]
        for group in clauses["condition_groups"]
        for condition in group["conditions"]
        if "metric_id" in condition
    }
    return {key: name for key, name in METRICS.items() if key in used}
