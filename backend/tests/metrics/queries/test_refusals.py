"""What cannot be answered is refused with a sentence that helps."""

from datetime import date
from typing import Any

import pytest

from marketing_agent.kernel.errors import AppError
from marketing_agent.metrics.errors import NoAnswer, UnknownMetric, UnsupportedQuery
from tests.metrics.conftest import MakeStore
from tests.metrics.queries.asking import Shop
from tests.metrics.queries.shop import DAYS, TODAY, shop


@pytest.mark.parametrize(
    ("metrics", "more", "error", "says"),
    [
        ("profit", {}, UnknownMetric, "no metric 'profit'"),
        ("orders", {"by": "colour"}, UnsupportedQuery, "no dimension 'colour'"),
        ("ad_spend", {"by": "product"}, UnsupportedQuery, "ad platform"),
        ("email_revenue", {"by": "country"}, UnsupportedQuery, "campaign"),
        ("orders", {"by": "device"}, NoAnswer, "split by device type. It can be split by"),
        ("total_sales", {"by": "collection"}, NoAnswer, "collection"),
        ("email_recipients", {"by": "segment"}, UnsupportedQuery, "filtered"),
        ("orders", {"order": [("change", "desc")]}, UnsupportedQuery, "compare"),
        ("orders", {"order": [("date", "asc")]}, UnsupportedQuery, "trend"),
        ("orders", {"order": [("aove", "asc")]}, UnsupportedQuery, "aove"),
        ("aov", {"by": "country", "transform": "share_of_total"}, UnsupportedQuery, "shares"),
        ("customers", {"transform": "cumulative"}, UnsupportedQuery, "add up"),
        ("inventory_on_hand", {"compare": DAYS[:2]}, UnsupportedQuery, "one day"),
        ("orders", {"where": [("day_of_week", "=", "someday")]}, UnsupportedQuery, "someday"),
        ("orders", {"where": [("orders", ">", "many")]}, UnsupportedQuery, "number"),
        ("orders", {"days": (TODAY, DAYS[0])}, UnsupportedQuery, "before it starts"),
        ("orders", {"limit": 0}, UnsupportedQuery, "at least 1"),
        ("visitors", {"days": (DAYS[0], DAYS[5])}, NoAnswer, "each day alone"),
        ("sessions", {"days": (date(2020, 1, 1), date(2020, 1, 5))}, NoAnswer, "covers"),
        ("conversion_rate", {"by": "landing_page", "days": (DAYS[3], DAYS[9])}, NoAnswer, "whole"),
    ],
)
def test_refused(
    asked: Shop, metrics: str, more: dict[str, Any], error: type[AppError], says: str
) -> None:
    with pytest.raises(error, match=says):
        asked.ask(metrics, **more)


def test_the_whole_export_of_a_report_without_dates_answers(asked: Shop) -> None:
    rows = asked.rows("conversion_rate", by="landing_page")
    assert dict(rows) == {"/": 0.1, "/products/camp-mug": 0.1}


def test_what_no_file_tells_names_the_file(make_store: MakeStore) -> None:
    only_mail = Shop(make_store({"email_messages": shop()["email_messages"]}))
    with pytest.raises(NoAnswer, match="Add Shopify's orders export"):
        only_mail.ask("orders")
    with pytest.raises(NoAnswer, match="Add Shopify's orders export"):
        only_mail.ask("orders", by="country")
    with pytest.raises(NoAnswer, match="Add Shopify's inventory export"):
        only_mail.ask("inventory_on_hand")


def test_the_sentence_names_only_splits_that_work(asked: Shop) -> None:
    with pytest.raises(NoAnswer) as refused:
        asked.ask("orders", by="device")
    names = str(refused.value).rsplit("split by ", 1)[1].rstrip(".").split(", ")
    from marketing_agent.metrics.query_model import load_query_model

    keys = {each.label.lower(): each.name for each in load_query_model().dimensions.values()}
    assert "country" in names
    for name in names:
        assert asked.rows("orders", by=keys[name])
