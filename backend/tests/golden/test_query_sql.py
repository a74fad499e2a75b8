"""The SQL of semantic queries, as text, for every engine. `UPDATE_GOLDEN=1` writes it anew."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlglot import exp, parse_one

from marketing_agent.metrics.compiler import DIALECTS
from marketing_agent.metrics.compiler.plan import Plan
from marketing_agent.metrics.compiler.text import Dialect
from marketing_agent.metrics.coverage import Coverage, Span
from marketing_agent.metrics.holdings import Holdings
from marketing_agent.metrics.planner import Store, plan_query
from marketing_agent.metrics.profile import FlowProfile, Profile, ReportProfile, TableProfile
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.readying import compiled
from marketing_agent.metrics.report_index import SplitReport

FOLDER = Path(__file__).parent / "sql" / "query"
MODEL = load_query_model()
SPAN = Span(start=date(2025, 1, 1), end=date(2027, 1, 1))
DAILY = Coverage(grain="day", spans=(SPAN,))
STORE = Store("USD", "Europe/Vienna", {"countries": ("DE", "US"), "sales_channels": ("pos",)})


def _everything() -> Holdings:
    """A version in which every table and report reaches over two years."""
    tables = {
        name: TableProfile(rows=9, first=SPAN.start, last=date(2026, 12, 31))
        for name, entity in MODEL.model.entities.items()
        if not entity.is_report
    }
    metrics = {m.report_metric for m in MODEL.model.measures.values() if m.report_metric}
    families = {f for m in MODEL.metrics.values() for s in m.sources for f in s.families}
    reports = [
        ReportProfile(
            report_key=f"{family}//day",
            family=family,
            name=family,
            entity="report_totals",
            metric=metric,
            coverage=DAILY,
        )
        for family in sorted(families)
        for metric in sorted(metrics)
    ]
    carried = frozenset(["referring_channel", "utm_campaign", "utm_medium", "utm_source"])
    split = SplitReport(
        key="marketing/utm/day",
        family="marketing",
        name="Marketing",
        grain="day",
        carried=carried,
        metrics=dict.fromkeys(metrics, DAILY),
    )
    flows = FlowProfile(grain="day", has_messages=False, coverage=DAILY, known=DAILY)
    profile = Profile(tables=tables, reports=tuple(reports), flows=(flows,), unknown_refunds=None)
    return Holdings(MODEL, profile, (split,))


HELD = _everything()
NOVEMBER = {"expr": "explicit", "start": "2026-11-01", "end": "2026-11-15"}
OCTOBER = {"to": "custom", "start": "2026-10-01", "end": "2026-10-15"}
# One query per construct, and one of everything at once.
QUERIES: dict[str, dict[str, Any]] = {
    "split": {"metrics": ["total_sales"], "dimensions": ["country"]},
    "trend": {"metrics": ["aov"], "grain": "week"},
    "trend_of_split": {
        "metrics": ["orders"],
        "dimensions": ["sales_channel"],
        "grain": "month",
        "limit": 3,
    },
    "compare": {"metrics": ["orders"], "dimensions": ["customer_type"], "compare": OCTOBER},
    "movers": {
        "metrics": ["orders"],
        "dimensions": ["country"],
        "compare": OCTOBER,
        "order": [{"by": "change", "dir": "desc"}, {"by": "change_pct", "dir": "desc"}],
        "limit": 3,
    },
    "compared_trend": {"metrics": ["orders"], "grain": "day", "compare": OCTOBER},
    "share": {
        "metrics": ["total_sales"],
        "dimensions": ["discount_code"],
        "transform": "share_of_total",
    },
    "cumulative": {"metrics": ["total_sales"], "grain": "week", "transform": "cumulative"},
    "filters": {
        "metrics": ["orders"],
        "dimensions": ["region"],
        "filters": [
            {"field": "country", "op": "!=", "value": "US"},
            {"field": "customer_type", "op": "in", "value": ["new", "returning"]},
            {"field": "discount_code", "op": "is_null"},
            {"field": "hour_of_day", "op": ">=", "value": 18},
            {"field": "orders", "op": ">", "value": 5},
        ],
        "order": [{"by": "orders", "dir": "asc"}],
        "limit": 10,
    },
    "lines": {"metrics": ["units_sold"], "dimensions": ["product", "day_of_week"]},
    "channel": {"metrics": ["conversion_rate"], "dimensions": ["channel"]},
    "facts": {"metrics": ["mer", "sessions", "email_revenue"], "grain": "month"},
    "stock": {"metrics": ["days_of_inventory"], "dimensions": ["variant"]},
    "segment": {
        "metrics": ["email_click_rate"],
        "dimensions": ["campaign"],
        "filters": [{"field": "segment", "op": "=", "value": "VIP"}],
    },
    "cohort": {"metrics": ["ltv"], "dimensions": ["cohort_month"]},
    "horizon": {
        "metrics": ["ltv_30", "ltv_90", "ltv"],
        "dimensions": ["sales_channel"],
        "grain": "month",
    },
}
# A metric without a tile has its statement here; those with one have it beside the tiles.
METRICS = sorted(set(MODEL.metrics) - MODEL.tiles)


def _plan(fields: dict[str, Any]) -> Plan:
    query = SemanticQuery.model_validate({"time": NOVEMBER} | fields)
    return plan_query(HELD, STORE, query).plan


def _check(name: str, sql: str) -> None:
    file = FOLDER / f"{name}.sql"
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(sql + "\n", encoding="utf-8")
    assert file.is_file(), f"{name} has no golden SQL; run with UPDATE_GOLDEN=1 and read the diff"
    assert file.read_text(encoding="utf-8") == sql + "\n"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", QUERIES)
def test_query(name: str, dialect: Dialect) -> None:
    sql = compiled(_plan(QUERIES[name]), dialect).sql
    _check(f"{dialect}/{name}", sql)
    parse_one(sql, dialect=dialect)


@pytest.mark.parametrize("key", METRICS)
def test_metric(key: str) -> None:
    day = {"expr": "x", "start": "2026-11-15", "end": "2026-11-15"}
    time = day if key in ("visitors",) else NOVEMBER
    _check(f"metrics/{key}", compiled(_plan({"metrics": [key], "time": time})).sql)


def test_nothing_else_is_kept() -> None:
    known = {f"{dialect}/{name}" for dialect in DIALECTS for name in QUERIES}
    known |= {f"metrics/{key}" for key in METRICS}
    found = {str(file.relative_to(FOLDER).with_suffix("")) for file in FOLDER.rglob("*.sql")}
    assert found == known


@pytest.mark.parametrize("name", QUERIES)
def test_facts_never_join_facts(name: str) -> None:
    """A statement reads a table once per period, and other tables only by a key of their own."""
    plan = _plan(QUERIES[name])
    tree = parse_one(compiled(plan).sql, dialect="duckdb")
    facts = {fact.entity.table for fact in plan.facts}
    for cte in tree.find_all(exp.CTE):
        select = cte.this
        joined = {join.this.name for join in select.find_all(exp.Join)}
        source = select.find(exp.From)
        if source is not None and source.this.name in facts:
            assert not joined & (facts - {"orders", "customers"}), cte.alias
            for join in select.args.get("joins") or ():
                assert join.side == "LEFT"


@pytest.mark.parametrize("name", QUERIES)
def test_values_and_days_are_parameters(name: str) -> None:
    sql = compiled(_plan(QUERIES[name])).sql
    for word in ("2026", "VIP", "'US' <>", "CURRENT_DATE", "NOW("):
        assert word not in sql
