"""The page of profit: costs of the exported products times what the exported orders sold."""

import pandas as pd
import pytest

from tests.insights.pages import figures_of, page_of, rows_of
from tests.metrics.shops import NAMES, REPORTS, Shop, Shops

FIRST, LAST = "2026-08-01", "2026-10-31"


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, shops: Shops) -> Shop:
    return shops.imported(request.param)


def named(step: str) -> str:
    return step.removesuffix(" (incomplete)")


def sold(shop: Shop) -> pd.DataFrame:
    """Lines of orders of these days that were not cancelled: sku and quantity."""
    files = sorted(shop.folder.rglob("orders_export*.csv"))
    lines = pd.concat([pd.read_csv(file, dtype=str, keep_default_na=False) for file in files])
    heads = lines[lines["Total"] != ""].drop_duplicates("Name", keep="last").set_index("Name")
    zone = shop.workspace.timezone
    day = pd.to_datetime(heads["Created at"], utc=True).dt.tz_convert(zone).dt.strftime("%Y-%m-%d")
    counted = heads.index[(day >= FIRST) & (day <= LAST) & (heads["Cancelled at"] == "")]
    found: pd.DataFrame = lines[lines["Name"].isin(counted)]
    return found


def unit_costs(shop: Shop) -> pd.Series:
    files = sorted(shop.folder.rglob("products_export*.csv"))
    table = pd.concat([pd.read_csv(file, dtype=str, keep_default_na=False) for file in files])
    name = "Cost per item"
    sku = next(column for column in table.columns if column in ("Variant SKU", "SKU"))
    known = table[(table[name] != "") & (table[sku] != "")]
    found: pd.Series = known.groupby(sku)[name].first().astype(float)
    return found


def test_goods_cost_what_the_products_export_says(shop: Shop) -> None:
    lines = sold(shop)
    costs = unit_costs(shop)
    wanted = (lines["Lineitem sku"].map(costs) * lines["Lineitem quantity"].astype(int)).sum()
    found = figures_of(page_of(shop, "profit", range=f"{FIRST}..{LAST}"))
    assert wanted > 0
    assert found["cost_of_goods"] == pytest.approx(wanted, abs=0.005)
    assert found["gross_profit"] == pytest.approx(found["net_sales"] - wanted, abs=0.005)


def test_the_steps_add_up_and_so_do_the_months(shop: Shop) -> None:
    page = page_of(shop, "profit", range=f"{FIRST}..{LAST}")
    steps = {named(row["step"]): row["amount"] or 0 for row in rows_of(page, "steps")}
    assert steps["Net sales"] + steps["Cost of goods"] == pytest.approx(steps["Gross profit"])
    left = steps["Gross profit"] + steps["Payment fees"] + steps["Ad spend"]
    assert left == pytest.approx(steps["Contribution"])
    months = rows_of(page, "months")
    assert [row["month"] for row in months] == ["2026-08-01", "2026-09-01", "2026-10-01"]
    for name, step in (("net_sales", "Net sales"), ("gross_profit", "Gross profit")):
        assert sum(row[name] for row in months) == pytest.approx(steps[step], abs=0.02)
    assert sum(row["ad_spend"] for row in months) == pytest.approx(-steps["Ad spend"], abs=0.02)


def test_what_no_file_tells_is_named_and_never_nought(shops: Shops) -> None:
    shop = shops.imported(NAMES[0], "orders_export*.csv")
    page = page_of(shop, "profit", range=f"{FIRST}..{LAST}")
    found = figures_of(page)
    assert (found["cost_of_goods"], found["gross_profit"], found["ad_spend"]) == (None, None, None)
    assert {"Cost of goods", "Ad spend", "Net profit"} <= {gap["what"] for gap in page["gaps"]}
    assert "not known" in page["sentences"][0]


@pytest.mark.parametrize("patterns", [REPORTS, None])
def test_without_orders_it_says_so(shops: Shops, patterns: tuple[str, ...] | None) -> None:
    shop = shops.imported(NAMES[0], *patterns) if patterns else shops.empty()
    page = page_of(shop, "profit")
    assert page["parts"] == []
    assert page["gaps"][0]["what"] == "Profit"
