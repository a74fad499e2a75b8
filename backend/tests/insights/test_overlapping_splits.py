"""Orders by product: one with several counts in each, and nothing claims that they add up."""

from datetime import date, timedelta
from typing import Any

import pytest

from marketing_agent.insights.changes.schemas import Breakdown, ChangeQuestion
from marketing_agent.insights.changes.service import explain
from tests.insights.pages import part_of, rows_of, told
from tests.insights.stock import line
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.stores import order, sale
from tests.metrics.synthetic import TODAY

NOW = TODAY - timedelta(days=1)
BEFORE = NOW - timedelta(days=7)
SEVERAL = "an order with several counts in each"


def bought(day: date, number: int, *goods: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    one = order(f"{day}-{number}", day, 1000 * len(goods), country="DE")
    lines = [line(one, each, 1, day) | {"line_no": at} for at, each in enumerate(goods, start=1)]
    return one, lines


@pytest.fixture(scope="module")
def store(make_store: MakeStore) -> Store:
    """Ten lamps alone; a week later sixteen orders of a lamp with a shade."""
    baskets = [bought(BEFORE, n, "Lamp") for n in range(10)]
    baskets += [bought(NOW, n, "Lamp", "Shade") for n in range(16)]
    orders = [one for one, _ in baskets]
    lines = [each for _, own in baskets for each in own]
    return make_store(
        {"orders": orders, "sales_ledger": [*map(sale, orders)], "order_lines": lines}
    )


def split(store: Store, by: str) -> tuple[Breakdown, tuple[str, ...]]:
    day = f"{NOW}..{NOW}"
    asked = ChangeQuestion(metric="orders", time=day, compare="weekday_matched", by=(by,))
    with store.database.transaction(store.workspace.id) as session:
        found = explain(session, store.warehouse, store.workspace, asked, TODAY)
    (only,) = found.breakdowns
    return only, found.sentences


def test_a_split_by_product_says_that_orders_count_in_each(store: Store) -> None:
    found, sentences = split(store, "product")
    assert {each.label: each.contribution for each in found.drivers} == {"Shade": 16, "Lamp": 6}
    assert (found.overlap, found.unexplained) == (SEVERAL, 6 - (16 + 6))
    assert sentences[1] == f"By product, where {SEVERAL}: Shade +16, Lamp +6."


def test_a_split_whose_members_add_up_says_nothing_of_it(store: Store) -> None:
    found, sentences = split(store, "country")
    assert (found.overlap, found.unexplained) == (None, 0)
    assert sentences[1] == "By country: DE +6."


def test_the_page_takes_off_what_is_counted_more_than_once(store: Store) -> None:
    day = f"{NOW}..{NOW}"
    page = told(store, "why", show="orders", range=day, compare="weekday_matched")
    (key,) = [each["key"] for each in page["parts"] if each["title"] == "By product"]
    rows = {row["name"]: row["part"] for row in rows_of(page, key)}
    assert rows == {"Shade": 16, "Lamp": 6, "Counted in several, or in none": -16}
    made = part_of(page, key)
    assert SEVERAL in made["note"]
    assert "shares may add up to more than the whole" in made["formula"]
    assert "exactly" not in made["formula"]
