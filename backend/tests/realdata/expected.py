"""What every real export must become: groups of files, each imported into a workspace of its own.

A row stands for the files of its group that match its pattern; every file matches exactly one.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase

TEXT = "This is a text document, not a table"
JSON = "This is a JSON file, not a CSV export."
UNKNOWN = "No known export has these columns: “"
ROUNDED = "A spreadsheet rounded the ids in"


@dataclass(frozen=True)
class Expected:
    """The outcome of the files that match `pattern`; rows are those of each such file."""

    pattern: str
    kind: str | None
    status: str
    rows: int = 0
    loaded: int = 0
    rejected: int = 0
    duplicates: int = 0
    reason: str | None = None
    """How the reason begins; None where there is none."""

    def matches(self, name: str) -> bool:
        return fnmatchcase(name, self.pattern)


@dataclass(frozen=True)
class Group:
    """Files that belong to one store."""

    folder: str
    files: tuple[Expected, ...]
    currency: str = "USD"
    timezone: str = "America/New_York"
    only: str = "*"
    """The files of the folder that are imported, where they are not of one store."""

    @property
    def key(self) -> str:
        return f"{self.folder}/{self.only}"


def _loaded(
    pattern: str, kind: str, rows: int, duplicates: int = 0, reason: str | None = None
) -> Expected:
    loaded = rows - duplicates
    return Expected(pattern, kind, "loaded", rows, loaded, duplicates=duplicates, reason=reason)


def _refused(pattern: str, kind: str | None, reason: str, rows: int = 0) -> Expected:
    return Expected(pattern, kind, "refused", rows, rejected=rows, reason=reason)


def _unknown(pattern: str, first_header: str) -> Expected:
    return Expected(pattern, None, "quarantined", reason=UNKNOWN + first_header)


_README = _refused("README.md", None, TEXT)

GROUPS = (
    Group("ads-and-ga4", (
        _README,
        _loaded("ga4-session-default-channel-group-daily-2025.csv", "report_ga4", 4742),
        _loaded("ga4-traffic-acquisition-with-preamble-2024.csv", "report_ga4", 16),
        _loaded("google-ads-account-level-daily-2024.csv", "google_ads", 366),
        _loaded("meta-ads-daily-2024.csv", "meta_ads", 366),
    )),
    Group("cdnow", (_refused("*", None, TEXT),)),
    Group("hillstrom", (_README, _unknown("hillstrom_half_a.csv", "recency"))),
    Group("klaviyo", (
        _README,
        # Two accounts whose letters have other names: they stay, and the doubt is told.
        _loaded(
            "campaign_messages_fraction_rates.csv", "klaviyo_campaign_messages", 45,
            reason="Letters on days of the campaign export that are not in it by name or subject, "
            "and count beside it: 39.",
        ),
        _loaded("campaigns_percent_strings.csv", "klaviyo_campaigns", 92),
        _loaded("flows_monthly.csv", "klaviyo_flows", 544),
        _refused("forms.csv", "klaviyo_forms", "Form totals have no dates", 4),
    )),
    Group("olist", (
        _README,
        _unknown("olist_customers_dataset.csv", "customer_id"),
        _unknown("olist_order_items_dataset.csv", "order_id"),
        _unknown("olist_order_payments_dataset.csv", "order_id"),
        _unknown("olist_order_reviews_dataset.csv", "review_id"),
        _unknown("olist_orders_dataset.csv", "order_id"),
        _unknown("olist_products_dataset.csv", "product_id"),
        _unknown("olist_sellers_dataset.csv", "seller_id"),
        _unknown("product_category_name_translation.csv", "product_category_name"),
    )),
    Group("shopify-admin-schema", (
        _README,
        _refused("LICENSE-shopify-dev-mcp.txt", None, TEXT),
        _refused("*.json", None, JSON),
    )),
    Group("shopify-customers", (
        _README,
        _loaded("customers_export_new_header.csv", "customers", 2),
        _refused("customers_export_old_header_excel_saved.csv", "customers", ROUNDED, 8),
    )),
    Group("shopify-discounts", (_README, _loaded("discounts_export_1.csv", "discounts", 6))),
    Group("shopify-inventory", (
        _README,
        _loaded("inventory_export_2023_form.csv", "inventory", 67),
        _loaded("inventory_export_2026_not_editable_form.csv", "inventory", 50),
        _loaded("inventory_export_two_locations.csv", "inventory", 3),
        _unknown("merchant_spreadsheet_not_shopify.csv", "Product ID"),
    )),
    Group("shopify-orders", (
        _loaded("orders_export_devstore_inr.csv", "orders", 121),
    ), "INR", only="orders_export_devstore_inr.csv"),
    # Three currencies in one file: the store's own is loaded, the order that stands twice once.
    Group("shopify-orders", (
        Expected("orders_export_falling_light.csv", "orders", "loaded", 17, 12, 4, 1),
    ), "GBP", "Europe/London", only="orders_export_falling_light.csv"),
    Group("shopify-orders", (_README,), only="README.md"),
    Group("shopify-payments", (
        _README,
        _loaded("payment_transactions_export_first_half.csv", "payment_transactions", 677),
        _refused("transactions_export_old_form_excel_saved.csv", "order_transactions", ROUNDED, 32),
    )),
    Group("shopify-products", (
        _README,
        _loaded("apparel.csv", "products", 22),
        _loaded("home-and-garden.csv", "products", 21),
        _loaded("products_export_bags_2023.csv", "products", 115),
        _loaded("products_export_metafields_2026.csv", "products", 2921),
        # Its last line is blank.
        _loaded("products_export_space_padded.csv", "products", 24),
    )),
    Group("shopify-reports", (_README,), only="README.md"),
    Group("shopify-reports/store-f-synthetic", (
        _loaded("inventory/Month-end inventory value*.csv", "report_inventory", 2),
        _loaded("sales/Average order value over time*.csv", "report_aov", 2),
        _loaded("sales/Gross profit by product*.csv", "report_profit", 2),
        _loaded("sales/Total sales over time*.csv", "report_total_sales", 2),
    )),
    Group("shopify-reports/store-i", (
        _loaded("sales/Total sales by product variant*.csv", "report_total_sales", 355),
    ), "SGD", "Asia/Singapore"),
    Group("shopify-reports/store-m", (
        _loaded("acquisition/Sessions over time.csv", "report_sessions", 12),
        _loaded("acquisition/*Sessions by location.csv", "report_sessions", 42343),
        _loaded("acquisition/*Sessions by referrer.csv", "report_sessions", 61152),
        _loaded("acquisition/*Sessions by social referrer.csv", "report_sessions", 49),
        _loaded("acquisition/*Visitors Over Time.csv", "report_sessions", 12),
        _loaded("behavior/*Checkout conversion rate over time.csv", "report_conversion", 12),
        _loaded("behavior/*Customer behavior.csv", "report_conversion", 49),
        _loaded("customers/*New vs returning customers.csv", "report_customers", 2),
    )),
    Group("shopify-reports/store-w", (
        _loaded("sales/Total sales by product*.csv", "report_total_sales", 13193),
        # Month x Day: a row of zeros for every month that the day is not in.
        _loaded("sales/Total sales over time - 2024-01-01 - 2024-12-12.csv",
                "report_total_sales", 4392, duplicates=4026),
        _loaded("sales/Total sales over time - 2024-01-01 - 2024-12-31.csv",
                "report_total_sales", 366),
    )),
    Group("uci-online-retail", (_README, _unknown("*.csv", "InvoiceNo"))),
)  # fmt: skip
