"""The eight rules of the compiler, each by its name: as text for all engines, run on two."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from sqlglot import exp, parse_one

from marketing_agent.metrics.compiler import DIALECTS
from marketing_agent.metrics.compiler.fields import Fields
from marketing_agent.metrics.compiler.plan import FactPlan, Plan
from marketing_agent.metrics.compiler.text import Dialect
from marketing_agent.metrics.errors import UnsupportedQuery
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.readying import compiled
from marketing_agent.warehouse.schemas import canonical_tables
from tests.golden.test_query_sql import METRICS, MODEL, NOVEMBER, QUERIES, _plan
from tests.metrics.engines.conftest import Both
from tests.metrics.queries.asking import Shop as Asking
from tests.metrics.queries.shop import DAYS, TODAY, shop

DAY = {"expr": "x", "start": "2026-11-15", "end": "2026-11-15"}
# Every construct, and every metric that has no tile.
PLANS = {
    **{name: _plan(fields) for name, fields in QUERIES.items()},
    **{
        key: _plan({"metrics": [key], "time": DAY if key == "visitors" else NOVEMBER})
        for key in METRICS
    },
}
EVERY = pytest.mark.parametrize("dialect", DIALECTS)


def _tree(name: str, dialect: Dialect) -> exp.Expr:
    return parse_one(compiled(PLANS[name], dialect).sql, dialect=dialect)


def _facts(tree: exp.Expr, plan: Plan) -> Iterator[exp.Select]:
    """The CTEs that read a fact."""
    tables = {fact.entity.table for fact in plan.facts}
    for cte in tree.find_all(exp.CTE):
        source = cte.this.args.get("from_") or cte.this.find(exp.From)
        if source is not None and source.this.name in tables:
            yield cte.this


def _shops(both: Both) -> tuple[Asking, Asking]:
    return both.asking


@EVERY
def test_rule_1_each_fact_aggregates_in_a_cte_of_its_own(dialect: Dialect) -> None:
    for name in PLANS:
        plan, tree = PLANS[name], _tree(name, dialect)
        periods = 2 if plan.compared else 1
        found = list(_facts(tree, plan))
        assert len(found) == len(plan.facts) * periods
        for select in found:
            assert select.find(exp.AggFunc), "a fact is aggregated where it is read"
            joined = {join.this.alias_or_name for join in select.args.get("joins") or ()}
            assert joined <= set(plan.vocabulary.lookups)
        # Facts meet only after they were aggregated; a fact alone is its period.
        whole = [cte for cte in tree.find_all(exp.CTE) if cte.alias.endswith("_period")]
        assert len(whole) == periods
        for cte in whole if len(plan.facts) > 1 else ():
            names = [table.name for table in cte.this.find_all(exp.Table)]
            assert len(names) == len(plan.facts)
            assert all(one.startswith(("current_", "previous_")) for one in names)


def test_rule_2_only_many_to_one_joins_and_others_are_refused_with_a_reason() -> None:
    lines = FactPlan("orders", MODEL.model.entities["orders"], ())
    fields = Fields(Plan(MODEL.vocabulary, (lines,), ()), lines)
    with pytest.raises(UnsupportedQuery, match="orders has no many-to-one join to skus"):
        fields.reach("skus.product_id")
    for lookup in MODEL.vocabulary.lookups.values():
        unique = canonical_tables()[lookup.table].key == (lookup.key,)
        assert unique or lookup.one_per, "a lookup leads to one row"


@EVERY
def test_rule_2_joins_of_a_fact_keep_its_rows(dialect: Dialect) -> None:
    for name in PLANS:
        for select in _facts(_tree(name, dialect), PLANS[name]):
            for join in select.args.get("joins") or ():
                assert join.side == "LEFT"


@EVERY
def test_rule_3_ratios_divide_sums_and_never_by_nothing(dialect: Dialect) -> None:
    for name in PLANS:
        tree = _tree(name, dialect)
        assert tree.find(exp.Avg) is None
        for select in _facts(tree, PLANS[name]):
            divided = [each for each in select.find_all(exp.Div) if not _is_days(each)]
            assert not divided, "nothing is divided before it is added up"
        for division in tree.find_all(exp.Div):
            assert _is_days(division) or division.expression.find(exp.Nullif), division.sql()


def _is_days(division: exp.Div) -> bool:
    """Days between two dates, as PostgreSQL says it: seconds over those of a day."""
    return isinstance(division.this, exp.Extract) and division.expression.name == "86400"


def test_rule_3_executed(both: Both) -> None:
    orders = [o for o in shop()["orders"] if o["country"] == "US"]
    exact = sum(o["gross_sales_minor"] + o["discounts_minor"] for o in orders) / len(orders) / 100
    for asked in _shops(both):
        by_country = dict(asked.rows("aov", by="country"))
        assert by_country["US"] == round(exact, 2)
        days = [row[1] for row in asked.rows("aov", grain="day")]
        assert None in days


@EVERY
def test_rule_4_windows_are_half_open_parameters(dialect: Dialect) -> None:
    for name in PLANS:
        statement = compiled(PLANS[name], dialect)
        tree = parse_one(statement.sql, dialect=dialect)
        for node in (exp.CurrentDate, exp.CurrentTimestamp, exp.Between):
            assert tree.find(node) is None
        assert "202" not in statement.sql, "a date stands in the text"
        days = {key for key, kind in statement.parameters.items() if kind == "date"}
        assert {"end"} <= days or {"pace_end"} <= days
        for select in _facts(tree, PLANS[name]):
            below = [each.sql() for each in select.find_all(exp.LT)]
            assert any("end" in each for each in below)
            assert not any("end" in each.sql() for each in select.find_all(exp.LTE))


def test_rule_4_executed_on_the_edges_of_days(both: Both) -> None:
    first, last = DAYS[30], DAYS[36]
    inside = sum(first <= o["order_date"] <= last for o in shop()["orders"])
    for asked in _shops(both):
        assert asked.value("orders", days=(first, last)) == inside
        single = [asked.value("orders", days=(day, day)) for day in DAYS[30:37]]
        assert sum(single) == inside


@pytest.mark.parametrize("dialect", DIALECTS)
def test_rule_5_a_stock_counts_on_its_last_day_only(dialect: Dialect) -> None:
    tree = _tree("inventory_on_hand", dialect)
    (fact,) = _facts(tree, PLANS["inventory_on_hand"])
    last = next(fact.find_all(exp.In)).args["query"]
    assert last.find(exp.Max).this.name == "snapshot_date"


def test_rule_5_executed(both: Both) -> None:
    levels = shop()["inventory_levels"]
    by_day: dict[date, int] = defaultdict(int)
    for row in levels:
        by_day[row["snapshot_date"]] += row["on_hand"]
    assert len(by_day) > 1, "the shop no longer shows the case"
    last_of_month = {day.replace(day=1): by_day[day] for day in sorted(by_day)}
    for asked in _shops(both):
        assert asked.value("inventory_on_hand") == by_day[max(by_day)]
        months = dict(asked.rows("inventory_on_hand", grain="month"))
        assert {month: months[month] for month in last_of_month} == last_of_month
        assert (
            sum(row[1] for row in asked.rows("inventory_on_hand", by="product"))
            == by_day[max(by_day)]
        )


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", ["trend", "trend_of_split", "compared_trend", "facts"])
def test_rule_6_trends_lie_on_a_spine_of_days(name: str, dialect: Dialect) -> None:
    ctes = {cte.alias: cte.this for cte in _tree(name, dialect).find_all(exp.CTE)}
    assert "current_buckets" in ctes
    laid = ctes["current_rows"]
    assert laid.find(exp.From).this.name == "current_buckets"
    assert [j.side for j in laid.args["joins"] if j.this.name == "current_period"] == ["LEFT"]


def test_rule_6_executed_zero_for_counts_and_nothing_for_ratios(both: Both) -> None:
    counts = {day: 0 for day in DAYS}
    for one in shop()["orders"]:
        counts[one["order_date"]] += 1
    empty = [day for day, count in counts.items() if not count]
    assert empty, "the shop no longer has a day without an order"
    for asked in _shops(both):
        assert dict(asked.rows("orders", grain="day")) == counts
        ratios = dict(asked.rows("aov", grain="day"))
        assert all(ratios[day] is None for day in empty)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", ["compare", "compared_trend"])
def test_rule_7_periods_meet_by_full_join(name: str, dialect: Dialect) -> None:
    (join,) = _tree(name, dialect).args["joins"]
    assert join.side == "FULL"


def test_rule_7_executed_a_member_that_vanished_still_shows(both: Both) -> None:
    days, before = (date(2026, 9, 7), date(2026, 9, 9)), (date(2026, 9, 4), date(2026, 9, 6))

    def codes(window: tuple[date, date]) -> dict[Any, int]:
        found: dict[Any, int] = defaultdict(int)
        for one in shop()["orders"]:
            if window[0] <= one["order_date"] <= window[1]:
                found[one["discount_code"]] += 1
        return found

    now, then = codes(days), codes(before)
    assert set(then) - set(now), "the days no longer show the case"
    for asked in _shops(both):
        rows = asked.rows("orders", by="discount_code", days=days, compare=before)
        assert {row[0]: row[1:3] for row in rows} == {
            code: (now.get(code, 0), then.get(code, 0)) for code in {*now, *then}
        }
        assert all(row[3] == row[1] - row[2] for row in rows)


def test_rule_8_every_construct_is_golden_for_every_engine() -> None:
    """Equal execution of each is `test_queries`; here, that none of the four texts is missing."""
    from tests.golden.test_query_sql import FOLDER

    for name, dialect in product(QUERIES, DIALECTS):
        file = FOLDER / dialect / f"{name}.sql"
        assert file.read_text("utf-8") == compiled(PLANS[name], dialect).sql + "\n"


def _matched(both: Both, **fields: Any) -> Iterator[list[tuple[Any, ...]]]:
    window = {"expr": "explicit", "start": "2026-10-26", "end": "2026-11-04"}
    for asked in _shops(both):
        shape = {"metrics": ["orders"], "time": window, "compare": {"to": "weekday_matched"}}
        yield list(asked.answer(SemanticQuery.model_validate(shape | fields)).rows)


def test_a_comparison_matched_by_weekday(both: Both) -> None:
    """Ten days from a Monday: the ten days from the Monday two weeks before."""
    first, shift = date(2026, 10, 26), timedelta(days=14)
    counts: dict[date, int] = defaultdict(int)
    for one in shop()["orders"]:
        counts[one["order_date"]] += 1
    for rows in _matched(both, grain="day"):
        assert len(rows) == 10
        for n, (day, before, value, previous, *_) in enumerate(rows):
            assert (day, before) == (first + timedelta(days=n), first + timedelta(days=n) - shift)
            assert day.weekday() == before.weekday()
            assert (value, previous) == (counts[day], counts[before])


def test_days_that_are_named_must_match_by_weekday(both: Both) -> None:
    named = {"to": "weekday_matched", "start": "2026-10-05", "end": "2026-10-14"}
    for rows in _matched(both, compare=named):
        assert len(rows) == 1
    with pytest.raises(UnsupportedQuery, match="2026-10-12 to 2026-10-21"):
        list(_matched(both, compare=named | {"start": "2026-10-06", "end": "2026-10-15"}))
    with pytest.raises(ValueError, match="both of its days"):
        list(_matched(both, compare={"to": "custom"}))
    assert date(2026, 11, 4) < TODAY
