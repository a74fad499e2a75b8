"""The files look like true exports: header lines, quoting, line ends, stamps, reserved names."""

import csv
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from tests.sample.shopfolder import ShopFolder

TRUE_HEADERS = json.loads(Path(__file__).with_name("true_headers.json").read_text(encoding="utf-8"))
FILES = {
    "orders_export": "sales/orders_export_1.csv",
    "checkouts_export": "sales/checkouts_export_1.csv",
    "products_export": "sales/products_export_1.csv",
    "inventory_export": "sales/inventory_export_1.csv",
    "discounts_export": "sales/discounts_export_1.csv",
    "transactions_export": "sales/transactions_export_1.csv",
    "customers_export": "customers/customers_export.csv",
    "klaviyo_campaigns": "marketing/klaviyo_campaigns.csv",
    "klaviyo_flows": "marketing/klaviyo_flows_monthly.csv",
    "channel_performance": "marketing/channel_performance_*.csv",
    "Total sales over time": "sales/Total sales over time - *.csv",
    "Total sales by product": "sales/Total sales by product - *.csv",
    "Total sales by product variant": "sales/Total sales by product variant - *.csv",
    "Average order value over time": "sales/Average order value over time - *.csv",
    "Gross profit by product": "sales/Gross profit by product - *.csv",
    "New vs returning customer sales": "customers/New vs returning customer sales - *.csv",
    "Customer cohort analysis": "customers/Customer cohort analysis - *.csv",
    "Sessions by referrer": "acquisition/Sessions by referrer - *.csv",
    "Sessions by location": "acquisition/Sessions by location - *.csv",
    "Sessions over time": "acquisition/Sessions over time - 2024*.csv",
    "Sessions by landing page": "behavior/Sessions by landing page - *.csv",
    "Checkout conversion rate over time": "behavior/Checkout conversion rate over time - *.csv",
}
COMPARED = (
    '"Month","Online store visitors","Sessions","Month (previous_year)",'
    '"Online store visitors (previous_year)","Sessions (previous_year)",'
    '"Online store visitors (previous_year) ","Sessions (previous_year) "'
)


def first_line(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as lines:
        return lines.readline().removesuffix("\n")


@pytest.mark.parametrize("form", sorted(FILES))
def test_header_line_is_the_true_one(shop: ShopFolder, form: str) -> None:
    assert first_line(shop.path(FILES[form])) == TRUE_HEADERS[form]


def test_ads_exports_keep_their_marks(shop: ShopFolder) -> None:
    meta = shop.path("marketing/meta_ads_daily.csv").read_text(encoding="utf-8")
    expected = TRUE_HEADERS["meta_ads"].replace("USD", shop.truth["currency"])
    assert meta.split("\n", 1)[0] == f"\N{ZERO WIDTH NO-BREAK SPACE}{expected}"
    days = [line.split(",", 1)[0] for line in meta.splitlines()[1:]]
    assert days == sorted(days, reverse=True)
    google = shop.path("marketing/google_ads_daily.csv").read_text(encoding="utf-8").splitlines()
    assert google[0] == "Account Level - Daily Report"
    assert google[1] == '"November 23, 2024 - November 22, 2026"'
    assert google[2] == TRUE_HEADERS["google_ads"]


def test_comparison_export_ends_group_three_with_a_blank(shop: ShopFolder) -> None:
    path = shop.path("acquisition/Sessions over time - 2025-12-01 - *.csv")
    assert first_line(path) == COMPARED
    rows = list(csv.reader(path.open(encoding="utf-8", newline="")))[1:]
    assert len(rows) == 12
    for row in rows:
        now, before, change = int(row[2]), int(row[5]), float(row[7])
        assert change == pytest.approx(100 * (now - before) / before)


def test_folders_and_listing(shop: ShopFolder) -> None:
    folders = {p.name for p in shop.root.iterdir() if p.is_dir()}
    assert folders == {"acquisition", "behavior", "customers", "marketing", "sales"}
    listed = {entry["path"]: entry["rows"] for entry in shop.truth["files"]}
    assert listed.keys() == {p.relative_to(shop.root).as_posix() for p in shop.root.rglob("*.csv")}
    for path, rows in listed.items():
        skip = 2 if "google" in path else 0
        with (shop.root / path).open(encoding="utf-8-sig", newline="") as lines:
            assert len(list(csv.reader(lines))) - 1 - skip == rows, path


def test_reports_quote_text_and_leave_numbers_bare(shop: ShopFolder) -> None:
    quoted_day = re.compile(r'^"\d{4}-\d\d-\d\d"(,-?\d+(\.\d{1,2})?)+$')
    for name in ("Total sales over time - *.csv", "Average order value over time - *.csv"):
        text = shop.path(f"sales/{name}").read_bytes()
        assert b"\r" not in text
        for line in text.decode().splitlines()[1:]:
            # The last column of the average report is a ratio of any length.
            part = line.rsplit(",", 1)[0] if "Average" in name else line
            assert quoted_day.match(part), line


def test_nobody_real_can_be_reached(shop: ShopFolder) -> None:
    for path in shop.root.rglob("*.csv"):
        text = path.read_text(encoding="utf-8-sig")
        assert set(re.findall(r"[\w.]@([\w.-]+)", text.lower())) <= {"example.com"}, path
        hosts = set(re.findall(r"https?://([\w.-]+)", text))
        assert all(h.endswith("example.com") for h in hosts), path
        for number in re.findall(r"\+\d{8,}", text):
            assert re.fullmatch(r"\+120255501\d\d", number), (path, number)


def test_order_rows_fill_order_fields_once(shop: ShopFolder) -> None:
    rows = shop.lines
    first = ~rows["Name"].duplicated()
    assert (first == (rows["Id"] != "")).all()
    filled = [
        c for c in rows.columns if not c.startswith("Lineitem") and c not in ("quantity", "cents")
    ]
    further = rows.loc[~first, filled]
    kept = {c for c in filled if (further[c] != "").any()}
    assert kept <= {"Name", "Email", "Created at", "Vendor", "day"}
    assert len(rows) > first.sum() > 0
    assert rows["Created at"].tolist() == sorted(rows["Created at"], key=_instant, reverse=True)


def _instant(stamp: str) -> pd.Timestamp:
    return pd.Timestamp(stamp).tz_convert("UTC")


def test_stamps_follow_the_store_clock(shop: ShopFolder) -> None:
    stamps = pd.concat(
        [shop.orders[c] for c in ("Created at", "Paid at", "Fulfilled at", "Cancelled at")]
    )
    stamps = stamps[stamps != ""]
    local = pd.to_datetime(stamps, utc=True).dt.tz_convert(shop.truth["timezone"])
    assert (local.dt.strftime("%Y-%m-%d %H:%M:%S %z") == stamps).all()
    offsets = set(stamps.str[-5:])
    expected = {"America/New_York": {"-0500", "-0400"}, "Europe/Brussels": {"+0100", "+0200"}}
    assert offsets == expected[shop.truth["timezone"]]
    utc_day = pd.to_datetime(shop.orders["Created at"], utc=True).dt.strftime("%Y-%m-%d")
    assert (utc_day != shop.orders["day"]).any()


def test_leading_apostrophes_keep_zeros(shop: ShopFolder) -> None:
    zips = shop.orders["Billing Zip"]
    assert zips[zips != ""].str.startswith("'").all()
    assert zips.str.startswith("'0").any()
    customers = shop.read("customers/customers_export.csv")
    assert customers["Customer ID"].str.fullmatch(r"'\d{13}").all()
    barcodes = shop.read("sales/products_export_1.csv")["Variant Barcode"]
    assert barcodes[barcodes != ""].str.startswith("'0").all()


def test_every_kind_of_order_occurs(shop: ShopFolder) -> None:
    o = shop.orders
    statuses = {"paid", "pending", "refunded", "partially_refunded", "voided"}
    assert set(o["Financial Status"]) == statuses
    sources = {"web", "pos", "tiktok", "subscription_contract", "shopify_draft_order"}
    assert set(o["Source"]) == sources
    assert (o["Cancelled at"] != "").any()
    assert (~o["known"]).any()
    assert o["Discount Code"].str.startswith("replacement for ").any()
    assert (shop.lines["Lineitem discount"] != "0.00").any()
    assert shop.lines["Note Attributes"].str.contains("\n").any()
    assert o["Id"].is_unique
    assert o["Name"].str.startswith(shop.truth["order_name_prefix"]).all()


def test_abandoned_checkouts_are_no_orders(shop: ShopFolder) -> None:
    carts = shop.read("sales/checkouts_export_1.csv")
    assert (carts["Paid at"] == "").all()
    assert carts["Name"].str.fullmatch(r"#\d{14}").all()
    assert not set(carts["Id"]) & set(shop.orders["Id"])
