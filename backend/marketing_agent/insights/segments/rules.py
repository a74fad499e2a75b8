"""Rules of an audience as a tree of SQL whose values are parameters, and in words."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from sqlglot import exp

from marketing_agent.insights.page.sql import Sql, sql_file
from marketing_agent.insights.segments.errors import BadRule
from marketing_agent.insights.segments.named import LABELS
from marketing_agent.insights.segments.schemas import Match, Rule, SegmentRules
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.money import to_minor
from marketing_agent.metrics.typed import Value

_HERE = Path(__file__).parent
_MONEY = ("spent", "aov")
_MOST = 1e15
_NUMBERS = {
    "orders": "{} orders",
    "spent": "{} spent",
    "aov": "{} an order",
    "last_order_days": "the last order {} days ago",
    "first_order_days": "the first order {} days ago",
    "discount_share": "{} of orders with a discount",
}
_BOUGHT = ("product", "vendor", "product_type")
_COMPARED: dict[str, tuple[type[exp.Binary], str]] = {
    ">=": (exp.GTE, "at least {}"),
    "<=": (exp.LTE, "at most {}"),
    ">": (exp.GT, "more than {}"),
    "<": (exp.LT, "less than {}"),
    "=": (exp.EQ, "exactly {}"),
}
_JOINED: dict[Match, str] = {"all": " and ", "any": " or "}


@dataclass
class Audience:
    """The statement that counts an audience, with the values of its parameters."""

    currency: str
    params: dict[str, Value] = field(default_factory=dict)

    def statement(self, rules: SegmentRules) -> Sql:
        """Named after its own shape: other values are the same statement."""
        groups = [self._joined(g.match, [self._rule(r) for r in g.rules]) for g in rules.groups]
        condition = self._joined(rules.match, groups)
        sql = sql_file(_HERE, "audience")
        tree = sql.tree.copy().transform(_put, condition)
        shape = hashlib.sha256(condition.sql().encode()).hexdigest()[:12]
        found = Sql(f"{sql.key}:{shape}", tree)
        for name, file in (("bought", "bought"), ("facts", "facts"), ("states", "states"),
                           ("points", "points_now")):  # fmt: skip
            found = found.with_source(name, sql_file(_HERE, file))
        return found

    def _joined(self, match: Match, parts: list[exp.Expr]) -> exp.Expr:
        return exp.paren(exp.and_(*parts) if match == "all" else exp.or_(*parts))

    def _rule(self, rule: Rule) -> exp.Expr:
        if rule.field in _NUMBERS:
            return self._number(rule)
        if rule.op not in ("is", "is_not"):
            raise BadRule(f"{rule.field} takes is or is_not, not {rule.op}.")
        found = self._member(rule)
        return found if rule.op == "is" else exp.not_(exp.paren(found))

    def _number(self, rule: Rule) -> exp.Expr:
        if rule.op not in _COMPARED:
            raise BadRule(f"{rule.field} takes {', '.join(_COMPARED)}, not {rule.op}.")
        if isinstance(rule.value, bool | str) or not abs(rule.value) < _MOST:
            raise BadRule(f"{rule.field} is compared with a number.")
        value = self._minor(rule.value) if rule.field in _MONEY else float(rule.value)
        made, _ = _COMPARED[rule.op]
        kind = "BIGINT" if rule.field in _MONEY else "DOUBLE"
        below = made(this=exp.column(rule.field), expression=self._given(value, kind))
        # Those who never ordered have no last order: they are in no group of numbers of orders.
        return exp.func("COALESCE", below, exp.false())

    def _minor(self, value: float) -> int:
        try:
            return to_minor(str(value), self.currency)
        except (AppError, ValueError) as error:
            raise BadRule(f"{value} is no amount of {self.currency}.") from error

    def _member(self, rule: Rule) -> exp.Expr:
        if rule.field == "accepts_email":
            if not isinstance(rule.value, bool):
                raise BadRule("accepts_email is true or false.")
            column = exp.func("COALESCE", exp.column("accepts_email"), exp.false())
            return column if rule.value else exp.not_(column)
        value = str(rule.value)
        if rule.field == "rfm_group" and value not in LABELS:
            raise BadRule(f"rfm_group is one of {', '.join(LABELS)}.")
        if rule.field in _BOUGHT:
            return self._bought(rule.field, value)
        same = exp.EQ(this=exp.column(rule.field), expression=self._given(value, "VARCHAR"))
        return exp.func("COALESCE", same, exp.false())

    def _bought(self, name: str, value: str) -> exp.Expr:
        same = exp.EQ(this=exp.column(name, "bought"), expression=self._given(value, "VARCHAR"))
        buyers = exp.select(exp.column("customer_key", "bought")).from_("bought").where(same)
        return exp.In(this=exp.column("customer_key", "facts"), query=buyers.subquery())

    def _given(self, value: Value, kind: str) -> exp.Placeholder:
        name = f"rule_{len(self.params) + 1}"
        self.params[name] = value
        return exp.Placeholder(this=name, kind=exp.DataType.build(kind))


def _put(node: exp.Expr, condition: exp.Expr) -> exp.Expr:
    stand_in = isinstance(node, exp.Column) and node.name == "audience_rules"
    return condition.copy() if stand_in else node


def words(rules: SegmentRules) -> str:
    """“Customers with at least 2 orders and (who bought Cup or who bought Pot).”"""
    groups = [
        _JOINED[group.match].join(_said(rule) for rule in group.rules) for group in rules.groups
    ]
    if len(groups) == 1:
        return f"Customers {groups[0]}."
    return f"Customers {_JOINED[rules.match].join(f'({each})' for each in groups)}."


def _said(rule: Rule) -> str:
    no = "" if rule.op != "is_not" else "not "
    if rule.field in _NUMBERS:
        size = f"{float(rule.value):g}" if rule.field != "discount_share" else _share(rule)
        return "with " + _NUMBERS[rule.field].format(_COMPARED[rule.op][1].format(size))
    if rule.field in _BOUGHT:
        what = {"product": "", "vendor": "something of ", "product_type": "something of the type "}
        return f"who {'never ' if no else ''}bought {what[rule.field]}{rule.value}"
    if rule.field == "country":
        return f"{no}in {rule.value}"
    if rule.field == "accepts_email":
        accepts = bool(rule.value) != bool(no)
        return "who accept e-mail" if accepts else "who do not accept e-mail"
    return f"{no}in the group {LABELS[str(rule.value)].lower()}"


def _share(rule: Rule) -> str:
    return f"{float(rule.value) * 100:g}%"
