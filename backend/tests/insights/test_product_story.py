"""The story of one product against the exported lines, counted by pandas."""

from collections import Counter
from typing import Any

import pandas as pd
import pytest

from tests.insights.exports import inside, lines_of
from tests.insights.pages import figures_of, gaps_of, page_of, part_of, rows_of, told
from tests.insights.stock import sold
from tests.metrics.conftest import MakeStore
from tests.metrics.shops import NAMES, Shop, Shops

RANGE = "2026-08-01..2026-10-31"
YEAR = "2025-11-01..2026-10-31"
AS_OF = "2026-11-25"


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, shops: Shops) -> Shop:
    return shops.imported(request.param)


def _titled(shop: Shop) -> pd.DataFrame:
    """Lines that count, each with its product's title: the part of its name before the variant."""
    catalogue = pd.read_csv(shop.file("products_export_1.csv"), dtype=str)
    catalogue["Title"] = catalogue["Title"].ffill()
    titles = catalogue.dropna(subset=["Variant SKU"]).set_index("Variant SKU")["Title"]
    lines = lines_of(shop)
    return lines.assign(product=lines["sku"].map(titles))[~lines["cancelled"]]


def _best(shop: Shop) -> dict[str, Any]:
    return rows_of(page_of(shop, "products", range=RANGE), "products")[0]


def _story(shop: Shop, member: str, **asked: Any) -> dict[str, Any]:
    return page_of(shop, "products", **({"range": RANGE, "as_of": AS_OF} | asked), member=member)


def test_its_figures_are_those_of_its_row(shop: Shop) -> None:
    row = _best(shop)
    page = _story(shop, row["member"])
    assert page["member"] == row["member"]
    found = figures_of(page)
    for name in ("net", "units", "share", "margin", "returns", "new_share", "previous_net"):
        assert found[name] == row[name], name
    assert page["sentences"][0].startswith(f"{row['member']} brought ")
    assert "place 1 of" in page["sentences"][0]


@pytest.mark.parametrize("days", [RANGE, "2026-01-01..2026-10-31"], ids=["days", "weeks"])
def test_its_line_and_its_variants_add_up_to_it(shop: Shop, days: str) -> None:
    row = rows_of(page_of(shop, "products", range=days), "products")[0]
    page = _story(shop, row["member"], range=days)
    for key in ("over_time", "inside"):
        total = sum(each["net_minor"] for each in rows_of(page, key))
        assert total == pytest.approx(row["net"], abs=0.01 * len(rows_of(page, key)))
    lines = inside(_titled(shop), days)
    own = lines[lines["product"] == row["member"]]
    weekly = days != RANGE
    period = own["day"].dt.to_period("W").dt.start_time if weekly else own["day"]
    steps = {each["step"] for each in rows_of(page, "over_time")}
    assert {str(day.date()) for day in period} <= steps
    if not weekly:
        assert len(steps) == 92


def test_what_is_bought_with_it(shop: Shop) -> None:
    member = _best(shop)["member"]
    lines = inside(_titled(shop), RANGE)
    baskets = lines.groupby("order")["product"].agg(set)
    its = [basket for basket in baskets if member in basket]
    both = Counter(name for basket in its for name in basket if name != member)
    alone = Counter(name for basket in baskets for name in basket)
    rows = rows_of(_story(shop, member), "together")
    assert rows
    wanted = sorted(both.items(), key=lambda one: (-one[1], one[0]))
    least = [one for one in wanted if one[1] >= 2][:10]
    assert [(row["product"], row["both_orders"]) for row in rows] == least
    for row in rows:
        share = row["both_orders"] / len(its)
        assert row["share"] == pytest.approx(share, abs=1e-6)
        lift = share / (alone[row["product"]] / len(baskets))
        assert row["lift"] == pytest.approx(lift, abs=1e-5)


def test_what_is_bought_next(shop: Shop) -> None:
    member = _best(shop)["member"]
    lines = _titled(shop)
    lines = lines[(lines["day"] <= AS_OF) & lines["customer"].notna()]
    own = inside(lines[lines["product"] == member], YEAR)
    firsts = own.groupby("customer")["day"].min()
    number = lines["order"].str.extract(r"(\d+)")[0].astype(int)
    lines = lines.assign(number=number).sort_values(["day", "number"], kind="stable")
    found: Counter[str] = Counter()
    for customer, day in firsts.items():
        later = lines[(lines["customer"] == customer) & (lines["day"] > day)]
        if later.empty:
            continue
        first = later[later["order"] == later["order"].iloc[0]]
        # The dearest line of the order, the first of equal ones.
        found[first.loc[first["gross"].idxmax(), "product"]] += 1
    rows = rows_of(_story(shop, member, range=YEAR), "after")
    wanted = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    assert [(row["product"], row["customers"]) for row in rows] == [
        one for one in wanted if one[1] >= 2
    ][:10]
    assert rows
    for row in rows:
        assert row["share"] == pytest.approx(row["customers"] / len(firsts), abs=1e-6)


@pytest.mark.parametrize("split", ["variant", "sku", "vendor", "product_type"])
def test_every_split_has_stories(shop: Shop, split: str) -> None:
    row = rows_of(page_of(shop, "products", range=RANGE, split=split), "products")[0]
    page = _story(shop, row["member"], split=split)
    assert figures_of(page)["net"] == row["net"]
    assert rows_of(page, "inside")
    opened = [each["opens"] for each in part_of(page, "inside")["columns"] if each["opens"]]
    assert len(opened) == 1
    assert opened != [split]


def test_a_story_is_a_file_too(shop: Shop) -> None:
    member = _best(shop)["member"]
    text = shop.ask("/insights/products/inside.csv", range=RANGE, member=member).text
    assert len(text.strip().splitlines()) == len(rows_of(_story(shop, member), "inside")) + 1


@pytest.mark.parametrize("name", ["No such thing", "'; DROP TABLE orders --", "…\u202e☕", " "])
def test_what_is_not_known_is_a_gap(shop: Shop, name: str) -> None:
    page = _story(shop, name)
    assert page["parts"] == []
    assert name in gaps_of(page)["Product"]


def test_what_sold_nothing_says_so(shop: Shop) -> None:
    week = "2026-10-14..2026-10-20"
    rows = rows_of(page_of(shop, "products", range=week, split="sku", limit=500), "products")
    unsold = next(row["member"] for row in rows if row["grade"] == "U")
    page = _story(shop, unsold, range=week, split="sku")
    (sentence,) = page["sentences"]
    assert sentence.startswith(f"{unsold} sold nothing ")
    assert [each["key"] for each in page["parts"]] == ["figures"]


def test_other_pages_have_no_story(shop: Shop) -> None:
    answer = shop.ask("/insights/sales", member="Cup")
    assert answer.status_code == 422
    assert "the page of products does" in answer.text
    assert shop.ask("/insights/products", member="x" * 301).status_code == 422


def test_a_store_of_one_order_has_a_story(make_store: MakeStore) -> None:
    """By somebody without a name, with nothing before, beside or after it."""
    page = told(make_store(sold({"CUP": [1]})), "products", split="sku", member="CUP")
    assert figures_of(page)["net"] == 10
    assert [each["key"] for each in page["parts"]] == ["figures", "over_time", "inside"]
    assert len(page["sentences"]) == 1
