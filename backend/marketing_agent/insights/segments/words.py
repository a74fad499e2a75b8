"""Rules of an audience in words."""

from marketing_agent.insights.segments.named import LABELS
from marketing_agent.insights.segments.rules import BOUGHT, NUMBERS
from marketing_agent.insights.segments.schemas import Match, Rule, SegmentRules

_NUMBERS = {
    "orders": "{} orders",
    "spent": "{} spent",
    "aov": "{} an order",
    "last_order_days": "the last order {} days ago",
    "first_order_days": "the first order {} days ago",
    "discount_share": "{} of orders with a discount",
}
_COMPARED = {
    ">=": "at least {}",
    "<=": "at most {}",
    ">": "more than {}",
    "<": "less than {}",
    "=": "exactly {}",
}
_BOUGHT = {"product": "", "vendor": "something of ", "product_type": "something of the type "}
_JOINED: dict[Match, str] = {"all": " and ", "any": " or "}


def words(rules: SegmentRules) -> str:
    """“Customers with at least 2 orders and (who bought Cup or who bought Pot).”"""
    groups = [
        _JOINED[group.match].join(said(rule) for rule in group.rules) for group in rules.groups
    ]
    if len(groups) == 1:
        return f"Customers {groups[0]}."
    return f"Customers {_JOINED[rules.match].join(f'({each})' for each in groups)}."


def said(rule: Rule) -> str:
    """One rule: “with at least 2 orders”."""
    no = "" if rule.op != "is_not" else "not "
    if rule.field in NUMBERS:
        text = _NUMBERS[rule.field].format(_COMPARED[rule.op].format(_size(rule)))
        one = rule.field == "orders" and rule.value == 1
        return f"with {text.removesuffix('s') if one else text}"
    if rule.field in BOUGHT:
        return f"who {'never ' if no else ''}bought {_BOUGHT[rule.field]}{rule.value}"
    if rule.field == "country":
        return f"{no}in {rule.value}"
    if rule.field == "accepts_email":
        accepts = bool(rule.value) != bool(no)
        return "who accept e-mail" if accepts else "who do not accept e-mail"
    return f"{no}in the group {LABELS[str(rule.value)].lower()}"


def _size(rule: Rule) -> str:
    share = rule.field == "discount_share"
    return f"{float(rule.value) * 100:,.10g}%" if share else f"{float(rule.value):,.15g}"
