"""Profit with costs set by hand: by arithmetic, by an independent count, and at the border."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketing_agent.insights.profit import service
from marketing_agent.insights.profit.schemas import MOST_RULES, CostSettingsWrite
from tests.insights.costs import Oracle, bought, cost, paid, store_of
from tests.insights.pages import figures_of, gaps_of, rows_of, told
from tests.insights.test_profit_page import named
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.shops import Shop, Shops

FIRST, LAST = date(2026, 8, 20), date(2026, 10, 10)
SKUS = ("CUP", "MUG", None)
LINES = {
    "goods": "cost_of_goods", "shipping": "shipping", "handling": "handling",
    "fees": "payment_fees", "taxes": "taxes", "marketing": "marketing", "variable": "variable",
    "fixed": "fixed",
}  # fmt: skip


def page_with(store: Store, rules: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """The page of a store after these costs were set."""
    none = more.pop("no_other_costs", False)
    with store.database.transaction(store.workspace.id) as session:
        wanted = CostSettingsWrite.model_validate({"rules": rules, "no_other_costs": none})
        service.set_settings(session, store.workspace, wanted)
    asked = {"range": f"{FIRST}..{LAST}", "compare": "none"} | more
    return told(store, "profit", **asked)


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    orders = [
        bought(
            f"o{at}", date(2026, 8 + at % 3, 1 + at * 7 % 28),
            [(SKUS[at % 3], 1 + at % 4, 1999 + at), ("CUP", 1, 501)],
            shipping_minor=495 if at % 2 else 0, taxes_minor=137,
        )
        for at in range(40)
    ]  # fmt: skip
    fees = [paid("p1", date(2026, 9, 1), 61), paid("p2", date(2026, 9, 15), 77)]
    return store_of(*orders, variants=[cost("CUP", 123)], payouts=fees)


@pytest.fixture(scope="module")
def store(make_store: MakeStore, tables: dict[str, Any]) -> Store:
    return make_store(tables)


def test_a_small_store_by_hand(make_store: MakeStore) -> None:
    """Two orders of 20.00 and 30.00 with 5.00 of shipping, in August; rent of 310.00 a month."""
    store = make_store(
        store_of(
            bought("a", date(2026, 8, 20), [("CUP", 2, 1000)], shipping_minor=500),
            bought("b", date(2026, 8, 29), [("JAR", 1, 3000)]),
            variants=[cost("CUP", 300)],
        )
    )
    page = page_with(
        store,
        [
            {"kind": "goods_percent", "share": 0.4},
            {"kind": "shipping", "by": "order", "amount": 3.5},
            {"kind": "handling", "amount": 1},
            {"kind": "fees", "share": 0.029, "amount": 0.3},
            {"kind": "taxes", "share": 0.1},
            {"kind": "custom", "name": "Rent", "amount": 310, "every": "month",
             "category": "fixed"},
            {"kind": "custom", "name": "Flyer", "amount": 2, "every": "once",
             "category": "marketing", "starts": "2026-08-21"},
        ],
    )  # fmt: skip
    found = figures_of(page)
    # Goods 6.00 by file and 12.00 by percent. Fees 2.9 % of 25.00 and of 30.00, and 0.60.
    assert found["gross_profit"] == 32.0
    assert found["payment_fees"] == 0.73 + 0.87 + 0.60
    # Shipping 7.00, handling 2.00, fees 2.20, taxes 5.00, flyer 2.00.
    assert found["contribution"] == pytest.approx(32.0 - 7 - 2 - 2.20 - 5 - 2)
    # Ten days of August that orders reach over, 20 to 29.
    assert found["net_profit"] == pytest.approx(13.8 - 100)
    assert found["net_margin"] == pytest.approx((13.8 - 100) / 50, abs=1e-6)
    assert found["gross_margin"] == 0.64
    assert "Net profit" not in gaps_of(page)
    assert any("the percent that was set" in each for each in page["sentences"])
    assert any("from 20 August to 29 August 2026" in note for note in page["notes"])


_day = st.dates(date(2026, 7, 25), date(2026, 11, 5))
_amount = st.integers(0, 5000).map(lambda minor: minor / 100)
_share = st.integers(0, 100_000).map(lambda part: part / 100_000)


@st.composite
def _dated(draw: st.DrawFn, **parts: st.SearchStrategy[Any]) -> dict[str, Any]:
    rule = {name: draw(each) for name, each in parts.items()}
    starts, ends = draw(st.none() | _day), draw(st.none() | _day)
    if starts and ends and ends < starts:
        starts, ends = ends, starts
    if rule.get("every") == "once":
        starts, ends = starts or FIRST, None
    dates = {"starts": starts and str(starts), "ends": ends and str(ends)}
    return rule | {name: day for name, day in dates.items() if day}


def _kind(name: str) -> st.SearchStrategy[str]:
    return st.just(name)


_rule = st.one_of(
    _dated(kind=_kind("goods_sku"), sku=st.sampled_from(["CUP", "MUG", "NONE"]), amount=_amount),
    _dated(kind=_kind("goods_percent"), share=_share),
    _dated(kind=_kind("shipping"), by=_kind("order"), amount=_amount),
    _dated(kind=_kind("shipping"), by=st.sampled_from(["shipping", "sales"]), share=_share),
    _dated(kind=_kind("handling"), amount=_amount),
    _dated(kind=_kind("fees"), share=_share, amount=_amount),
    _dated(kind=_kind("taxes"), share=_share),
    _dated(kind=_kind("custom"), name=_kind("Spend"), amount=_amount,
           every=st.sampled_from(["day", "month", "once"]),
           category=st.sampled_from(["fixed", "variable", "marketing"])),
)  # fmt: skip


def _own(rule: dict[str, Any]) -> object:
    """What no two rules of a list may share."""
    apart = (rule["kind"], rule.get("sku"), rule.get("starts"))
    return id(rule) if rule["kind"] == "custom" else apart


_rules = st.lists(_rule, max_size=12, unique_by=_own)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rules=_rules, first=st.dates(date(2026, 7, 28), date(2026, 9, 5)),
       last=st.dates(date(2026, 9, 6), date(2026, 11, 2)))  # fmt: skip
def test_random_costs_are_as_counted_apart_and_months_add_up(
    store: Store, tables: dict[str, Any], rules: list[dict[str, Any]], first: date, last: date
) -> None:
    page = page_with(store, rules, range=f"{first}..{last}", no_other_costs=True)
    oracle = Oracle(tables, rules, first, last)
    minor = lambda value: round((value or 0) * 100)  # noqa: E731
    months = rows_of(page, "months")
    for row in months:
        wanted = oracle.lines(row["month"][:7])
        assert {n: minor(row.get(key)) for n, key in LINES.items()} == wanted, row["month"]
        assert minor(row["net_sales"]) == oracle.net(row["month"][:7])
    wanted, net, found = oracle.lines(), oracle.net(), figures_of(page)
    assert minor(found["net_sales"]) == net == sum(minor(row["net_sales"]) for row in months)
    if found["net_profit"] is not None:
        assert minor(found["net_profit"]) == net - sum(wanted.values())
        assert sum(minor(row["net_profit"]) for row in months) == minor(found["net_profit"])
        steps = {named(row["step"]): minor(row["amount"]) for row in rows_of(page, "steps")}
        sums = ("Gross profit", "Contribution", "Net profit")
        parts = sum(amount for step, amount in steps.items() if step not in sums)
        assert parts == steps["Net profit"]
    taken = sum(minor(row["amount"]) for row in rows_of(page, "rules")) if rules else 0
    by_hand = -sum(minor(row["by_hand"]) for row in rows_of(page, "steps")) if rules else 0
    assert taken == by_hand


def test_net_profit_waits_until_costs_are_set(store: Store) -> None:
    page = page_with(store, [])
    assert figures_of(page)["net_profit"] is None
    assert "none are set" in gaps_of(page)["Net profit"]
    later = [{"kind": "handling", "amount": 1, "starts": "2027-01-01"}]
    assert figures_of(page_with(store, later))["net_profit"] is None
    none = page_with(store, [], no_other_costs=True)
    assert figures_of(none)["net_profit"] == figures_of(none)["contribution"]
    assert not {"Net profit", "Ad spend"} & gaps_of(none).keys()


def test_goods_that_nothing_tells_keep_profit_unknown(make_store: MakeStore) -> None:
    store = make_store(store_of(bought("a", FIRST, [("CUP", 1, 1000)])))
    page = page_with(store, [{"kind": "handling", "amount": 1}])
    assert figures_of(page)["net_profit"] is None
    assert "Cost of goods" in gaps_of(page)


def test_the_payments_export_goes_before_the_rule(store: Store, tables: dict[str, Any]) -> None:
    rule = [{"kind": "fees", "amount": 1, "starts": "2026-09-10", "ends": "2026-09-25"}]
    rows = {row["step"]: row for row in rows_of(page_with(store, rule), "steps")}
    # The export reaches from 1 to 15 September with fees of 1.38; the rule holds 16 to 25.
    after = [
        row for row in tables["orders"] if "2026-09-16" <= str(row["order_date"]) <= "2026-09-25"
    ]
    assert rows["Payment fees"]["by_hand"] == -len(after) < 0
    assert rows["Payment fees"]["amount"] == pytest.approx(-1.38 - len(after))
    assert "Payment fees of some days" in gaps_of(page_with(store, rule))


def test_a_sku_that_nobody_bought_is_kept_and_says_so(store: Store) -> None:
    rules = [{"kind": "goods_sku", "sku": "NOWHERE", "amount": 9}]
    (row,) = rows_of(page_with(store, rules), "rules")
    assert (row["amount"], row["note"]) == (None, "Nothing with this SKU was sold on its days.")


@pytest.mark.parametrize(
    ("currency", "amount", "profit"), [("JPY", 3, 93.0), ("KWD", 0.003, 0.093)]
)
def test_currencies_without_and_with_three_decimals(
    make_store: MakeStore, currency: str, amount: float, profit: float
) -> None:
    one = bought("a", FIRST, [("CUP", 1, 100)])
    for rows in one.values():
        rows[0]["currency"] = currency  # type: ignore[index]
    store = make_store(store_of(one, variants=[cost("CUP", 4)]), currency)
    assert figures_of(page_with(store, [{"kind": "handling", "amount": amount}]))[
        "net_profit"
    ] == pytest.approx(profit)


PATH = "/api/v1/insights/settings/costs"
HANDLING = {"kind": "handling", "amount": 1}


@pytest.fixture
def shop(shops: Shops) -> Shop:
    return shops.empty()


def _put(shop: Shop, headers: dict[str, str], *rules: dict[str, Any], **more: Any) -> Any:
    body = {"rules": list(rules)} | more
    return shop.client.put(PATH, headers=headers, json=body)


def test_costs_are_kept_and_read(shop: Shop, key_for: Callable[..., dict[str, str]]) -> None:
    headers = key_for(shop.workspace, "marketer")
    empty = shop.client.get(PATH, headers=headers).json()
    assert (empty["rules"], empty["revision"], empty["no_other_costs"]) == ([], 0, False)
    rules = [
        {"kind": "goods_sku", "sku": "CUP", "amount": 1.99, "starts": "2026-01-01",
         "ends": "2026-12-31"},
        {"kind": "fees", "share": 0.029, "amount": 0.3, "starts": None, "ends": None},
    ]  # fmt: skip
    made = _put(shop, headers, *rules, no_other_costs=True).json()
    assert (made["rules"], made["revision"], made["no_other_costs"]) == (rules, 1, True)
    assert shop.client.get(PATH, headers=shop.headers).json() == made
    assert _put(shop, shop.headers, *rules).status_code == 403
    assert _put(shop, headers, revision=1).json()["revision"] == 2
    stale = _put(shop, headers, HANDLING, revision=1)
    assert (stale.status_code, stale.json()["code"]) == (409, "costs.changed")
    assert shop.client.get(PATH, headers=headers).json()["rules"] == []


@pytest.mark.parametrize(
    ("rules", "word"),
    [
        ([HANDLING | {"starts": "2026-02-01", "ends": "2026-01-31"}], "before it starts"),
        ([HANDLING | {"amount": -1}], "greater than or equal to 0"),
        ([HANDLING | {"amount": 1.005}], "at most 2 decimals"),
        ([HANDLING | {"amount": "much"}], "valid decimal"),
        ([HANDLING | {"starts": "0001-01-01"}], "1990"),
        ([{"kind": "taxes", "share": 1.01}], "less than or equal to 1"),
        ([{"kind": "taxes", "share": -0.1}], "greater than or equal to 0"),
        ([{"kind": "rent", "amount": 1}], "does not match"),
        ([{"kind": "goods_sku", "sku": " ", "amount": 1}], "at least 1"),
        ([{"kind": "shipping", "by": "order", "share": 0.1}], "takes the amount alone"),
        ([{"kind": "custom", "name": "Fair", "amount": 1, "every": "once", "category": "fixed"}],
         "one day"),
        ([HANDLING, HANDLING | {"amount": 2, "ends": "2026-05-01"}], "2 rules start"),
        ([HANDLING | {"more": 1}], "not permitted"),
    ],
    ids=["end-first", "negative", "too-fine", "no-number", "year-1", "above-1", "below-0",
         "no-kind", "no-sku", "two-ways", "once-when", "same-start", "more"],
)  # fmt: skip
def test_what_says_nothing_clear_is_refused(
    shop: Shop, key_for: Callable[..., dict[str, str]], rules: list[dict[str, Any]], word: str
) -> None:
    answer = _put(shop, key_for(shop.workspace, "owner"), *rules)
    assert answer.status_code == 422
    assert word in answer.json()["title"]


def test_an_empty_body_clears_nothing(shop: Shop, key_for: Callable[..., dict[str, str]]) -> None:
    headers = key_for(shop.workspace, "owner")
    _put(shop, headers, HANDLING)
    for body in (b"", b"{}", b"null", b"[]"):
        wrong = shop.client.put(PATH, headers=headers, content=body)
        assert wrong.status_code == 422
    assert len(shop.client.get(PATH, headers=headers).json()["rules"]) == 1


def test_another_workspace_sees_and_changes_nothing(
    shops: Shops, key_for: Callable[..., dict[str, str]]
) -> None:
    ours, theirs = shops.empty(), shops.empty()
    _put(ours, key_for(ours.workspace, "owner"), HANDLING)
    headers = key_for(theirs.workspace, "owner")
    assert theirs.client.get(PATH, headers=headers).json()["rules"] == []
    _put(theirs, headers)
    mine = ours.client.get(PATH, headers=ours.headers).json()
    assert (len(mine["rules"]), mine["revision"]) == (1, 1)


def test_five_thousand_rules_are_kept_and_one_more_is_refused(
    shop: Shop, key_for: Callable[..., dict[str, str]]
) -> None:
    headers = key_for(shop.workspace, "owner")
    rules = [{"kind": "goods_sku", "sku": f"S{at}", "amount": at} for at in range(MOST_RULES + 1)]
    assert _put(shop, headers, *rules).status_code == 422
    assert len(_put(shop, headers, *rules[1:]).json()["rules"]) == MOST_RULES


def test_five_thousand_rules_change_no_sum(store: Store) -> None:
    many = [{"kind": "goods_sku", "sku": f"S{at}", "amount": 1} for at in range(MOST_RULES - 1)]
    few = [{"kind": "handling", "amount": 1}]
    assert figures_of(page_with(store, [*many, *few])) == figures_of(page_with(store, few))


def test_a_store_without_orders_tells_the_gap(shop: Shop, key_for: Any) -> None:
    _put(shop, key_for(shop.workspace, "owner"), HANDLING)
    page = shop.get("/insights/profit")
    assert (page["parts"], page["gaps"][0]["what"]) == ([], "Profit")
