"""Days of a discount that many orders use are named after it, raise no alert and teach nothing."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from marketing_agent.insights.alerts import service
from marketing_agent.insights.alerts.scanning import scan
from marketing_agent.insights.alerts.schemas import AlertSearch
from marketing_agent.insights.page.schemas import InsightAsk
from tests.insights.pages import rows_of, told
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.stores import order, sale
from tests.metrics.synthetic import TODAY

DAYS = 150
SALE = [TODAY - timedelta(days=back) for back in (6, 5, 4)]
CALLED = "during the discount SUMMER20 (20% off)"


def discount(name: str, first: date | None, last: date | None) -> dict[str, Any]:
    """A code of 20 %; instants of the store's midnights, five hours behind."""
    begins, ends = (day and datetime(day.year, day.month, day.day, 5) for day in (first, last))
    return {
        "name": name, "value": -20, "value_type": "percentage", "starts_at": begins,
        "ends_at": ends and ends + timedelta(days=1, seconds=-1),
    }  # fmt: skip


def bought(
    factors: dict[date, float], used: float = 0.6, always: bool = False
) -> Iterator[dict[str, Any]]:
    """About 40 orders a day, more or fewer on some days, on which many use the code."""
    rng = random.Random(5)  # noqa: S311 - rows of a test
    for back in range(DAYS, 0, -1):
        day = TODAY - timedelta(days=back)
        for number in range(round((40 + rng.randrange(-3, 4)) * factors.get(day, 1))):
            code = "summer20" if (always or day in SALE) and rng.random() < used else None
            yield order(f"{back}-{number}", day, 2000, discount_code=code)


def store_of(
    make_store: MakeStore, discounts: list[dict[str, Any]], factors: dict[date, float], **more: Any
) -> Store:
    orders = list(bought(factors, **more))
    ledger = [sale(one) for one in orders]
    return make_store({"orders": orders, "sales_ledger": ledger, "discounts": discounts})


def titles(store: Store) -> dict[date, list[str]]:
    """What the page lists of orders, by day."""
    found: dict[date, list[str]] = {}
    page = told(store, "changes", range="last_30_days", limit=500)
    for row in rows_of(page, "found"):
        if row["metric"] == "Orders":
            found.setdefault(date.fromisoformat(row["day"]), []).append(row["what"])
    return found


def alerts(store: Store) -> set[str]:
    with store.database.transaction(store.workspace.id) as session:
        scan(session, store.warehouse, store.workspace, InsightAsk(as_of=TODAY))
        search = AlertSearch(status="all", limit=200)
        return {one.title for one in service.listed(session, store.workspace, search).items}


RISE: dict[date, float] = dict.fromkeys(SALE, 2.5)


def test_a_sale_is_named_and_raises_no_alert_then_or_later(make_store: MakeStore) -> None:
    store = store_of(make_store, [discount("SUMMER20", SALE[0], SALE[-1])], RISE)
    found = titles(store)
    assert set(found) == {SALE[0]}  # one event, and the days after it are as they always were
    (title,) = found[SALE[0]]
    assert title.startswith("Orders rose ")
    assert title.endswith(CALLED)
    assert alerts(store) == set()


@pytest.mark.parametrize(
    "discounts",
    [
        pytest.param([], id="no discounts export"),
        pytest.param([discount("SUMMER20", SALE[0], None)], id="a code without an end"),
        pytest.param([discount("OTHER", SALE[0], SALE[-1])], id="another code"),
        pytest.param(
            [discount("SUMMER20", SALE[0] - timedelta(90), SALE[0] - timedelta(60))], id="over"
        ),
    ],
)
def test_what_no_dated_discount_explains_is_odd(
    make_store: MakeStore, discounts: list[dict[str, Any]]
) -> None:
    store = store_of(make_store, discounts, RISE)
    (title,) = titles(store)[SALE[0]]
    assert "during" not in title
    assert any(title.startswith("Orders rose ") for title in alerts(store))


def test_a_code_that_few_use_explains_nothing(make_store: MakeStore) -> None:
    store = store_of(make_store, [discount("SUMMER20", SALE[0], SALE[-1])], RISE, used=0.05)
    assert "during" not in titles(store)[SALE[0]][0]


def test_a_fall_on_a_day_of_a_sale_is_raised(make_store: MakeStore) -> None:
    factors = {**RISE, SALE[1]: 0.1}
    store = store_of(make_store, [discount("SUMMER20", SALE[0], SALE[-1])], factors, used=0.9)
    (title,) = titles(store)[SALE[1]]
    assert title.startswith("Orders fell ")
    assert "during" not in title
    assert any(each.startswith("Orders fell ") for each in alerts(store))


def test_a_code_that_comes_back_each_year_is_an_event_while_it_is_used(
    make_store: MakeStore,
) -> None:
    """Such a code is dated from its first year to its last."""
    dated = discount("SUMMER20", SALE[0] - timedelta(days=730), TODAY + timedelta(days=300))
    found = titles(store_of(make_store, [dated], RISE))
    assert [day for day, (title, *_) in found.items() if title.endswith(CALLED)] == [SALE[0]]


def test_a_code_that_is_always_on_is_no_event(make_store: MakeStore) -> None:
    dated = discount("SUMMER20", SALE[0] - timedelta(days=730), TODAY + timedelta(days=300))
    found = titles(store_of(make_store, [dated], RISE, always=True))
    assert "during" not in found[SALE[0]][0]
