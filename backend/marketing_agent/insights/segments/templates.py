"""Segments to begin with, their numbers drawn from the store itself."""

import math
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from marketing_agent.insights.page.schemas import Gap
from marketing_agent.insights.page.sql import sql_file
from marketing_agent.insights.segments.counting import HERE, Row, count_of, end_of, ground_of
from marketing_agent.insights.segments.saved_schemas import (
    SegmentTemplate,
    SegmentTemplates,
    TemplateName,
)
from marketing_agent.insights.segments.schemas import Rule, RuleGroup, SegmentRules
from marketing_agent.insights.segments.words import words
from marketing_agent.kernel.money import minor_digits
from marketing_agent.metrics import phrases
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

LEAST = 25
"""Customers, or returns of customers, below which a share of them says nothing."""
_NEW_DAYS = 30


def templates(
    session: Session, warehouse: Warehouse, workspace: Workspace, as_of: date | None = None
) -> SegmentTemplates:
    """Templates with this store's numbers; those its orders do not carry are named with why."""
    ground = ground_of(session, warehouse, workspace, as_of)
    (row,) = ground.run(sql_file(HERE, "thresholds"), end=end_of(ground)).dicts()
    ground.save()
    spending = _spending(row, workspace.currency)
    returning = _returning(row)
    found = [
        *(_vip(spending, returning) if spending and returning else ()),
        *(_lapsed(spending, returning) if spending and returning else ()),
        *(_fading(returning) if returning else ()),
        *_fixed(),
    ]
    return SegmentTemplates(items=tuple(found), gaps=tuple(_gaps(spending, returning)))


@dataclass(frozen=True)
class _Spending:
    """What a fifth and a twentieth of the customers have spent at least, in whole major units."""

    high: int
    top: int
    currency: str

    def said(self, amount: int) -> str:
        return phrases.figure(amount, "money", self.currency)


@dataclass(frozen=True)
class _Returning:
    """Days from one order to the next: the median, and what nine in ten stay within."""

    usual: int
    late: int


def _spending(row: Row, currency: str) -> _Spending | None:
    if count_of(row, "customers") < LEAST:
        return None
    scale = 10 ** minor_digits(currency)
    high, top = (math.ceil(float(str(row[name])) / scale) for name in ("high_minor", "top_minor"))
    return _Spending(high, top, currency)


def _returning(row: Row) -> _Returning | None:
    if count_of(row, "repeats") < LEAST:
        return None
    usual, late = (math.ceil(float(str(row[name]))) for name in ("usual_days", "late_days"))
    return _Returning(usual, late)


def _vip(spending: _Spending, returning: _Returning) -> list[SegmentTemplate]:
    why = (
        f"One customer in twenty has spent {spending.said(spending.top)} or more; "
        f"nine in ten who order again do so within {returning.late} days."
    )
    spent, often, lately = ("spent", ">=", spending.top), ("orders", ">=", 2), (
        "last_order_days", "<=", returning.late,
    )  # fmt: skip
    return [_template("vip", "VIP", why, spent, often, lately)]


def _lapsed(spending: _Spending, returning: _Returning) -> list[SegmentTemplate]:
    why = (
        f"One customer in five has spent {spending.said(spending.high)} or more; "
        f"nine in ten who order again do so within {returning.late} days."
    )
    spent, ago = ("spent", ">=", spending.high), ("last_order_days", ">", returning.late)
    return [_template("lapsed_high_value", "Lapsed high-value", why, spent, ago)]


def _fading(returning: _Returning) -> list[SegmentTemplate]:
    why = (
        f"Half of the orders that follow another come within {returning.usual} days, "
        f"nine in ten within {returning.late}."
    )
    since = ("last_order_days", ">", returning.usual)
    until = ("last_order_days", "<=", returning.late)
    return [_template("about_to_lapse", "About to lapse", why, since, until)]


def _fixed() -> list[SegmentTemplate]:
    return [
        _template(
            "one_time_buyers", "One-time buyers", "Ordered once and not again.", ("orders", "=", 1)
        ),
        _template(
            "discount_only", "Discount only", "Never ordered without a discount.",
            ("discount_share", "=", 1),
        ),
        _template(
            "new", "New customers", f"The first order is less than {_NEW_DAYS} days ago.",
            ("first_order_days", "<", _NEW_DAYS),
        ),
    ]  # fmt: skip


def _template(
    key: TemplateName, name: str, why: str, *rules: tuple[str, str, int]
) -> SegmentTemplate:
    made = [Rule.model_validate({"field": f, "op": op, "value": value}) for f, op, value in rules]
    chosen = SegmentRules(groups=(RuleGroup(rules=tuple(made)),))
    return SegmentTemplate(key=key, name=name, why=why, sentence=words(chosen), rules=chosen)


def _gaps(spending: _Spending | None, returning: _Returning | None) -> list[Gap]:
    if spending is None:
        why = f"Fewer than {LEAST} customers have ordered, too few to say what much or late is."
        what = "VIP, Lapsed high-value, About to lapse"
        return [Gap(what=what, why=why, add="Add Shopify's orders export.")]
    if returning is None:
        why = f"Fewer than {LEAST} orders follow another one, too few to say what late is."
        return [Gap(what="VIP, Lapsed high-value, About to lapse", why=why)]
    return []
