"""Control totals that came with the real exports, and sums taken from the files by hand."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from tests.realdata.conftest import Imported

Import = Callable[[str], Imported]
YEAR = "2024-01-01..2024-12-31"
STORE_W, STORE_M = "shopify-reports/store-w/*", "shopify-reports/store-m/*"
DEV_STORE = "shopify-orders/orders_export_devstore_inr.csv"


def records(path: Path, skip: int = 0) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in range(skip):
            next(file)
        return list(csv.DictReader(file))


def total(rows: list[dict[str, str]], header: str) -> Decimal:
    return sum((Decimal(row[header].replace(",", "") or 0) for row in rows), Decimal())


def facts(store: Imported, metric: str, dims: str, grain: str) -> Decimal:
    """The sum of one metric of the one report with those dimensions."""
    rows = store.rows(
        f"SELECT report_key, sum(amount) FROM report_facts WHERE metric = '{metric}' "
        f"AND dim_names = '{dims}' AND grain = '{grain}' GROUP BY 1"
    )
    assert len(rows) == 1, rows
    return Decimal(rows[0][1])


def test_orders_of_the_development_store(imported: Import) -> None:
    store = imported(DEV_STORE)
    assert store.rows(
        "SELECT count(*), sum(total_minor), sum(units), count(paid_at), count(customer_key) "
        "FROM orders"
    ) == [(51, 59068329, 258, 3, 50)]
    assert store.rows("SELECT count(*), sum(quantity) FROM order_lines") == [(121, 258)]
    assert store.rows(
        "SELECT count(*) FROM (SELECT order_id, sum(quantity * price_minor) AS merchandise "
        "FROM order_lines GROUP BY order_id) JOIN orders USING (order_id) "
        "WHERE merchandise = gross_sales_minor"
    ) == [(51,)]


def test_kpis_of_the_development_store(imported: Import) -> None:
    store = imported(DEV_STORE)
    ((first, last),) = store.rows("SELECT min(order_date), max(order_date) FROM orders")
    window = f"{first}..{last}"
    assert store.kpi("total_sales", window).value == 590683.29
    assert store.kpi("orders", window).value == 51
    assert store.kpi("units_sold", window).value == 258


def test_orders_in_the_currency_of_the_store(imported: Import) -> None:
    store = imported("shopify-orders/orders_export_falling_light.csv")
    assert store.rows("SELECT count(*), sum(units), sum(total_minor) FROM orders") == [
        (10, 12, 453000)
    ]


def test_year_of_reports_is_counted_once(imported: Import) -> None:
    store = imported(STORE_W)
    assert store.kpi("total_sales", YEAR).value == 36074163.62
    assert store.kpi("orders", YEAR).value == 70344
    assert store.kpi("gross_sales", YEAR).value == 40858223.15
    sales = store.kpi("aov", YEAR)
    assert sales.denominator == 70344


def test_reports_that_do_not_reconcile_stay_apart(imported: Import) -> None:
    store = imported(STORE_W)
    by_product = facts(store, "total_sales", "product_title+product_type", "day")
    assert by_product == Decimal("3603381502")
    assert facts(store, "total_sales", "", "day") == Decimal("3607416362")


def test_visitors_of_two_reports_are_not_added(imported: Import) -> None:
    store = imported(STORE_M)
    cities = "session_city+session_country+session_region"
    assert facts(store, "visitors", cities, "week") == 157082
    assert facts(store, "sessions", cities, "week") == 174890
    year = store.kpi("sessions", "2025-01-01..2025-12-31")
    assert year.value == 174684


def test_flow_revenue(imported: Import) -> None:
    store = imported("klaviyo/*")
    assert store.rows("SELECT sum(revenue_minor) FROM email_flows") == [(16946816,)]


def test_campaign_counts(imported: Import, shared_data: Path) -> None:
    rows = records(shared_data / "klaviyo/campaigns_percent_strings.csv")
    found = imported("klaviyo/*").rows(
        "SELECT sum(revenue_minor), sum(recipients), sum(unique_clicks) FROM email_messages "
        "WHERE NOT is_estimated"
    )
    headers = ("Revenue", "Total Recipients", "Unique Clicks")
    revenue, recipients, clicks = (total(rows, header) for header in headers)
    assert found == [(revenue * 100, recipients, clicks)]


def test_ad_spend(imported: Import, shared_data: Path) -> None:
    store = imported("ads-and-ga4/*")
    google = records(shared_data / "ads-and-ga4/google-ads-account-level-daily-2024.csv", skip=2)
    meta = records(shared_data / "ads-and-ga4/meta-ads-daily-2024.csv")
    found = dict(store.rows("SELECT platform, sum(spend_minor) FROM ad_spend GROUP BY 1"))
    assert found == {
        "google_ads": total(google, "Cost") * 100,
        "meta_ads": total(meta, "Amount spent (USD)") * 100,
    }
    spent = sum(found.values()) / 100
    assert store.kpi("ad_spend", YEAR).value == float(spent)


def test_payments(imported: Import) -> None:
    store = imported("shopify-payments/*")
    assert store.rows(
        "SELECT count(*), sum(amount_minor), sum(fee_minor), sum(net_minor), "
        "count(*) FILTER (type = 'refund'), "
        "count(*) FILTER (net_minor <> amount_minor - fee_minor) FROM payouts"
    ) == [(677, 8595678, 237340, 8358338, 9, 0)]


def test_products(imported: Import) -> None:
    store = imported("shopify-products/*")
    by_file = store.rows(
        "SELECT count(DISTINCT product_id), count(*) FROM variants GROUP BY source_file"
    )
    assert (1943, 2114) in by_file
    assert store.rows("SELECT sku FROM variants WHERE sku = '0105969'") == [("0105969",)]


def test_stock(imported: Import, shared_data: Path) -> None:
    store = imported("shopify-inventory/*")
    two = records(shared_data / "shopify-inventory/inventory_export_two_locations.csv")
    found = store.rows(
        "SELECT count(*), count(sku), sum(on_hand), count(DISTINCT location) FROM inventory_levels "
        "WHERE product_id LIKE 'bosch-%'"
    )
    assert found == [(3, 2, total(two, "On hand (current)"), 2)]
