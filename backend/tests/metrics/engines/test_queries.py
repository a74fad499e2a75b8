"""Every form of semantic query gives equal rows, words and refusals on both engines."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.query_model import load_query_model
from tests.metrics.engines.conftest import Both
from tests.metrics.engines.equal import outcome, same
from tests.metrics.queries.asking import query
from tests.metrics.queries.shop import DAYS, TODAY

MODEL = load_query_model()
ASKED = [key for key, metric in MODEL.metrics.items() if metric.window is None]
SPLITS = [name for name, each in MODEL.dimensions.items() if not each.listed]
# One metric per kind of fact, so that each dimension meets every table that has it.
FACTS = (
    "orders", "total_sales", "units_sold", "sessions", "conversion_rate", "email_revenue",
    "ad_spend", "inventory_on_hand", "ltv", "customers",
)  # fmt: skip
NOW, BEFORE = (date(2026, 9, 21), date(2026, 11, 6)), (date(2026, 8, 5), date(2026, 9, 20))

FORMS: dict[str, dict[str, Any]] = {
    "split": {"metrics": ("total_sales",), "by": "country"},
    "split by two": {"metrics": ("orders", "total_sales"), "by": "country sales_channel"},
    "trend": {"metrics": ("aov", "orders"), "grain": "week"},
    "trend of a split": {"metrics": ("orders",), "by": "country", "grain": "month", "limit": 2},
    "compare": {"metrics": ("orders", "aov"), "by": "discount_code", "compare": BEFORE},
    "compared trend": {"metrics": ("total_sales",), "grain": "day", "compare": BEFORE},
    "compared whole": {"metrics": ("total_sales", "conversion_rate"), "compare": BEFORE},
    "share": {
        "metrics": ("total_sales",),
        "by": "sales_channel",
        "transform": "share_of_total",
    },
    "share of a trend": {
        "metrics": ("orders",),
        "by": "country",
        "grain": "month",
        "transform": "share_of_total",
    },
    "cumulative": {"metrics": ("total_sales", "aov"), "grain": "week", "transform": "cumulative"},
    "cumulative of a split": {
        "metrics": ("orders",),
        "by": "country",
        "grain": "month",
        "transform": "cumulative",
    },
    "top": {
        "metrics": ("units_sold",),
        "by": "product",
        "order": [("units_sold", "desc")],
        "limit": 2,
    },
    "bottom": {
        "metrics": ("units_sold",),
        "by": "variant",
        "order": [("units_sold", "asc")],
        "limit": 3,
    },
    "by change": {
        "metrics": ("units_sold",),
        "by": "product",
        "compare": BEFORE,
        "order": [("change", "desc")],
        "limit": 3,
    },
    "having": {"metrics": ("orders",), "by": "country", "where": [("orders", ">", 20)]},
    "having money": {
        "metrics": ("orders",),
        "by": "country",
        "where": [("total_sales", ">=", 600.5), ("aov", "<", 90)],
    },
    "filters": {
        "metrics": ("orders",),
        "by": "region",
        "where": [
            ("country", "!=", "US"),
            ("customer_type", "in", ["new", "returning"]),
            ("discount_code", "is_null"),
            ("hour_of_day", ">=", 10),
            ("day_of_week", "not_in", ["Monday", "Sunday"]),
        ],
    },
    "a hostile value": {"metrics": ("orders",), "where": [("country", "=", "it's; -- %(start)s")]},
    "a segment": {"metrics": ("email_click_rate",), "where": [("segment", "=", "VIP")]},
    "not a segment": {"metrics": ("email_recipients",), "where": [("segment", "!=", "VIP")]},
    "campaigns": {"metrics": ("email_revenue", "ad_spend"), "by": "campaign"},
    "campaigns alone": {"metrics": ("aov",), "where": [("campaign", "is_not_null")]},
    "channels": {"metrics": ("conversion_rate",), "by": "channel"},
    "snapshot": {"metrics": ("inventory_on_hand",), "by": "location"},
    "snapshots over time": {"metrics": ("inventory_available",), "grain": "month"},
    "pace": {"metrics": ("days_of_inventory",), "by": "variant"},
    "sell-through": {"metrics": ("sell_through_rate",), "by": "product"},
    "cohort": {"metrics": ("ltv",), "by": "cohort_month"},
    "horizons": {"metrics": ("ltv_30", "ltv_90"), "by": "sales_channel", "grain": "month"},
    "cohort of orders": {"metrics": ("orders",), "by": "cohort_month", "grain": "month"},
    "several facts": {
        "metrics": ("orders", "sessions", "ad_spend", "email_revenue", "mer"),
        "grain": "month",
    },
    "facts by what they share": {"metrics": ("orders", "sessions"), "by": "country"},
    "since the beginning": {"metrics": ("orders",), "days": (None, TODAY)},
    "without an answer": {"metrics": ("sessions",), "by": "collection"},
}


def _forms() -> Iterator[tuple[str, SemanticQuery]]:
    for name, form in FORMS.items():
        fields: dict[str, Any] = {"days": NOW} | form
        yield name, query(*fields.pop("metrics"), **fields)


QUERIES = dict(_forms())


def _check(both: Both, asked: SemanticQuery) -> Any:
    ours, theirs = (outcome(shop, asked) for shop in both.asking)
    assert same(ours, theirs), (ours, theirs)
    return ours


@pytest.mark.parametrize("name", QUERIES)
def test_every_form(both: Both, name: str) -> None:
    found = _check(both, QUERIES[name])
    if name != "without an answer":
        assert found["rows"], "the form shows nothing"


@pytest.mark.parametrize("grain", [None, "day", "quarter"])
@pytest.mark.parametrize("key", ASKED)
def test_every_metric(both: Both, key: str, grain: str | None) -> None:
    last = DAYS[-1] if grain else DAYS[40]
    first = DAYS[80] if grain else DAYS[40] if key == "visitors" else DAYS[0]
    _check(both, query(key, days=(first, last), grain=grain))


@pytest.mark.parametrize("dimension", SPLITS)
def test_every_dimension(both: Both, dimension: str) -> None:
    for key in FACTS:
        _check(both, query(key, days=NOW, by=dimension))


def test_values_that_questions_may_name(both: Both) -> None:
    from marketing_agent.metrics.answers import values

    found = []
    for store in (both.duckdb, both.postgres):
        with store.database.transaction(store.workspace.id) as session:
            found.append(values(session, store.warehouse, store.workspace))
    assert found[0] == found[1]
    assert found[0]["products"]
