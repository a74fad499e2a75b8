"""Rules of an audience as a tree of SQL whose values are parameters."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlglot import exp, parse_one

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
NUMBERS = ("orders", "spent", "aov", "last_order_days", "first_order_days", "discount_share")
BOUGHT = ("product", "vendor", "product_type")
_COMPARED: dict[str, type[exp.Binary]] = {
    ">=": exp.GTE, "<=": exp.LTE, ">": exp.GT, "<": exp.LT, "=": exp.EQ,
}  # fmt: skip
_FEWEST_AUDIENCES = 5
"""The files name so many; those that are not there hold nobody."""


@dataclass
class Audience:
    """Statements over who is in some audiences, with the values of their parameters."""

    currency: str
    params: dict[str, Value] = field(default_factory=dict)

    def statement(self, name: str, points: Sql, *audiences: SegmentRules) -> Sql:
        """The file of that name over who is in each of some audiences on each of the days.

        Named after its own shape: other values are the same statement. Raises BadRule.
        """
        members = self._members(audiences)
        found = sql_file(_HERE, name).with_source("members", members)
        for source in ("bought", "facts", "states"):
            found = found.with_source(source, sql_file(_HERE, source))
        found = found.with_source("scores", sql_file(_HERE, "scored"))
        found = found.with_source("stood", sql_file(_HERE, "stood"))
        return found.with_source("points", points)

    def sizes(self, points: Sql, *audiences: SegmentRules) -> Sql:
        """How many are in each of any number of audiences: `customers_1` and so on."""
        found = self.statement("watched", points, *audiences)
        counts = [f"COUNT(CASE WHEN in_{n} THEN 1 END)" for n in range(1, len(audiences) + 1)]
        told = [exp.alias_(parse_one(each), f"customers_{n}") for n, each in enumerate(counts, 1)]
        found.tree.set("expressions", [*found.tree.expressions, *told])
        return found

    def check(self, rules: SegmentRules) -> None:
        """Raises BadRule for what a field cannot be compared with."""
        self._condition(rules)

    def _members(self, audiences: Sequence[SegmentRules]) -> Sql:
        conditions: list[exp.Expr] = [self._condition(rules) for rules in audiences]
        shape = hashlib.sha256(" ; ".join(each.sql() for each in conditions).encode())
        unused = [exp.false()] * (_FEWEST_AUDIENCES - len(conditions))
        flags = [exp.alias_(each, f"in_{n}") for n, each in enumerate([*conditions, *unused], 1)]
        sql = sql_file(_HERE, "members")
        tree = sql.tree.copy()
        tree.set("expressions", [*tree.expressions, *flags])
        return Sql(f"{sql.key}:{shape.hexdigest()[:12]}", tree)

    def _condition(self, rules: SegmentRules) -> exp.Expr:
        """The same rules in another order, or told twice, are the same statement."""
        groups = {(group.match, _in_order(group.rules)) for group in rules.groups}
        ordered = sorted(groups, key=lambda own: (own[0], [_place(rule) for rule in own[1]]))
        inner = [self._joined(match, [self._rule(each) for each in own]) for match, own in ordered]
        return self._joined(rules.match, inner)

    def _joined(self, match: Match, parts: list[exp.Expr]) -> exp.Expr:
        return exp.paren(exp.and_(*parts) if match == "all" else exp.or_(*parts))

    def _rule(self, rule: Rule) -> exp.Expr:
        if rule.field in NUMBERS:
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
        made = _COMPARED[rule.op]
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
        if not isinstance(rule.value, str):
            raise BadRule(f"{rule.field} is compared with a word.")
        value = rule.value
        if rule.field == "rfm_group" and value not in LABELS:
            raise BadRule(f"rfm_group is one of {', '.join(LABELS)}.")
        if rule.field in BOUGHT:
            return self._bought(rule.field, value)
        same = exp.EQ(this=exp.column(rule.field), expression=self._given(value, "VARCHAR"))
        return exp.func("COALESCE", same, exp.false())

    def _bought(self, name: str, value: str) -> exp.Expr:
        """Who had bought it before the day: by the first time, so that a day is a comparison."""
        same = exp.EQ(this=exp.column(name, "bought"), expression=self._given(value, "VARCHAR"))
        first = exp.alias_(exp.Min(this=exp.column("order_date", "bought")), "first_day")
        key = exp.column("customer_key", "bought")
        had = exp.select(key, first).from_("bought").where(same).group_by(key).subquery("had")
        before = exp.LT(
            this=exp.column("first_day", "had"), expression=exp.column("point_day", "points")
        )
        buyers = exp.select(exp.column("customer_key", "had"), exp.column("point_day", "points"))
        buyers = buyers.from_(had).join("points", on=before)
        who = [exp.column("customer_key", "facts"), exp.column("point_day", "facts")]
        return exp.In(this=exp.Tuple(expressions=who), query=buyers.subquery())

    def _given(self, value: Value, kind: str) -> exp.Placeholder:
        name = f"rule_{len(self.params) + 1}"
        self.params[name] = value
        return exp.Placeholder(this=name, kind=exp.DataType.build(kind))


def _in_order(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    return tuple(sorted(dict.fromkeys(rules), key=_place))


def _place(rule: Rule) -> tuple[str, str, str]:
    return rule.field, rule.op, str(rule.value)
