"""A made-up store with every file that a page of insights lives on, written by the engine."""

from datetime import date, timedelta

from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace, WorkspaceCreate
from marketing_agent.warehouse.schemas import StagedImport, canonical_tables
from marketing_agent.warehouse.service import Warehouse

TODAY = date(2026, 11, 24)
DAYS = 730
PRODUCTS = 400
_DAY = "$day + (n * $days // $orders)::INTEGER"
_LINE = "hash(n * 31 + l)"
# A few products sell most; where there are many SKUs, most of them sell seldom.
_PRODUCT = f"floor($skus * pow(({_LINE} % 100000) / 100000.0, 2))::INTEGER"
_GROSS = "(1000 + hash(n) % 20000)::BIGINT"
_MONEY = {"discounts_minor": "0", "shipping_minor": "495", "duties_minor": "0", "taxes_minor": "0"}
_CUSTOMER = "md5('c' || (hash(n) % ($orders // 2)))"
_CHANNEL = "CASE hash(n * 3) % 10 WHEN 0 THEN 'pos' WHEN 1 THEN '3890849' ELSE 'web' END"
_COUNTRY = "CASE hash(n * 7) % 5 WHEN 0 THEN 'CA' WHEN 1 THEN 'GB' ELSE 'US' END"
_CANCELLED = "hash(n * 5) % 50 = 0"
_STEPS = (
    "['sessions', 'sessions_with_cart_additions', 'sessions_reached_checkout', "
    "'sessions_completed_checkout'][1 + m]"
)
_COLUMNS = {
    "orders": {
        "order_id": "n::VARCHAR", "order_name": "'#' || n", "order_date": _DAY,
        "created_at": f"({_DAY})::TIMESTAMP + to_seconds((n % 86400)::BIGINT)",
        "currency": "'USD'", "customer_key": _CUSTOMER, "units": "2", "refunded_minor": "0",
        "gross_sales_minor": _GROSS, "total_minor": f"{_GROSS} + 495", "country": _COUNTRY,
        "sales_channel": _CHANNEL,
        "discount_code": "CASE WHEN hash(n * 11) % 8 = 0 THEN 'CODE' || hash(n * 13) % 30 END",
        "cancelled_date": f"CASE WHEN {_CANCELLED} THEN $day + 730 END",
    } | _MONEY,
    "sales_ledger": {
        "order_id": "n::VARCHAR", "kind": "['sale', 'cancel'][1 + k]", "order_date": _DAY,
        "event_date": f"CASE k WHEN 0 THEN {_DAY} ELSE $day + 730 END",
        "event_date_known": "true", "gross_sales_minor": f"(1 - k) * {_GROSS}",
        "returns_minor": f"-k * {_GROSS}", "shipping_minor": "495 - k * 990", "fees_minor": "0",
        "total_sales_minor": f"(1 - 2 * k) * ({_GROSS} + 495)", "customer_key": _CUSTOMER,
        "country": _COUNTRY, "sales_channel": _CHANNEL, "currency": "'USD'",
        "discounts_minor": "0", "duties_minor": "0", "taxes_minor": "0",
    },
    "order_lines": {
        "order_id": "n::VARCHAR", "line_no": "(1 + l)::INTEGER", "order_date": _DAY,
        "line_name": f"'Product ' || {_PRODUCT}", "sku": f"'SKU-' || {_PRODUCT}", "quantity": "1",
        "gross_sales_minor": f"(500 + {_LINE} % 9000)::BIGINT", "discounts_minor": "0",
        "currency": "'USD'",
    },
    "customers": {
        "customer_key": "md5('c' || n)", "accepts_email": "hash(n) % 3 > 0", "country": "'US'",
    },
    "products": {
        "product_id": "'p' || n", "title": "'Product ' || n", "status": "'active'",
        "vendor": "'Vendor ' || n % 40", "product_type": "'Type ' || n % 25",
    },
    "variants": {
        "variant_key": "'v' || n", "product_id": "'p' || n", "sku": "'SKU-' || n",
        "option1": "'Default Title'", "price_minor": "4500", "cost_minor": "1500 + n % 700",
    },
    "inventory_levels": {
        "variant_key": "'v' || n", "product_id": "'p' || n", "sku": "'SKU-' || n",
        "location": "'Main'", "snapshot_date": "$day + 730", "available": "hash(n) % 90",
        "on_hand": "hash(n) % 90", "incoming": "0",
    },
    "ad_spend": {
        "platform": "CASE n % 2 WHEN 0 THEN 'meta_ads' ELSE 'google_ads' END",
        "campaign_id": "'c' || n % 10", "ad_set": "'s' || n % 20", "ad": "'a' || n % 20",
        "date": "$day + (n // 20)::INTEGER", "campaign_name": "'Campaign ' || n % 10",
        "spend_minor": "2000 + hash(n) % 3000", "currency": "'USD'", "impressions": "9000",
        "clicks": "120", "conversions": "4", "conversion_value_minor": "12000",
    },
    "report_facts": {
        "report_key": "'conversion//day'", "family": "'conversion'", "grain": "'day'",
        "report_name": "'Online store conversion over time'",
        "bucket_start": "$day + n::INTEGER", "bucket_end": "$day + n::INTEGER + 1", "dims": "'{}'",
        "dim_names": "''", "metric": _STEPS, "amount": "(8000 + hash(n) % 900) >> m",
        "unit": "'count'", "additive": "true", "exported_from": "$day", "exported_to": "$day + 729",
    },
    "email_messages": {
        "message_id": "'m' || n", "name": "'Letter ' || n", "subject": "'Subject ' || n",
        "channel": "'email'", "send_date": "$day + (n * 2)::INTEGER", "recipients": "90000",
        "sent_at": "($day + (n * 2)::INTEGER)::TIMESTAMP + to_hours((6 + n % 14)::BIGINT)",
        "delivered": "89000", "opens": "42000", "unique_opens": "36000", "clicks": "2600",
        "unique_clicks": "2100 + n", "orders": "180", "revenue_minor": "990000",
        "unsubscribes": "150", "spam_complaints": "20", "bounces": "800", "is_estimated": "false",
    },
    "checkouts": {
        "checkout_id": "'k' || n", "checkout_date": "$day + (n % 730)::INTEGER",
        "created_at": "($day + (n % 730)::INTEGER)::TIMESTAMP", "total_minor": "4000",
        "currency": "'USD'",
    },
    "payouts": {
        "transaction_key": "'t' || n", "order_name": "'#' || n", "type": "'charge'",
        "transaction_date": _DAY, "amount_minor": f"{_GROSS} + 495", "fee_minor": "60",
        "currency": "'USD'",
    },
}  # fmt: skip
_ORDERS, _SKUS = "range($orders) AS numbers(n)", "range($skus) AS numbers(n)"
_ROWS = {
    "orders": _ORDERS,
    "sales_ledger": f"{_ORDERS}, range(2) AS kinds(k) WHERE k = 0 OR {_CANCELLED}",
    "order_lines": f"{_ORDERS}, range(4) AS places(l) WHERE l <= hash(n) % 4",
    "customers": "range($orders // 2) AS numbers(n)",
    "products": _SKUS,
    "variants": _SKUS,
    "inventory_levels": _SKUS,
    "ad_spend": "range($days * 20) AS numbers(n)",
    "report_facts": "range($days) AS numbers(n), range(4) AS steps(m)",
    "email_messages": "range(365) AS numbers(n)",
    "checkouts": "range(40000) AS numbers(n)",
    "payouts": _ORDERS,
}


def make_store(
    database: Database, warehouse: Warehouse, orders: int, skus: int = PRODUCTS
) -> Workspace:
    """A workspace with that many orders of half as many customers over two years."""
    with database.system() as session:
        new = WorkspaceCreate(name=f"{skus} SKUs", timezone="America/New_York", currency="USD")
        workspace = tenancy.create_workspace(session, new)
    given = {"day": TODAY - timedelta(days=DAYS), "days": DAYS, "orders": orders, "skus": skus}
    with warehouse.scratch(workspace.id, "bench") as scratch:
        files = []
        for table in _COLUMNS:
            text = _rows(table)
            used = {name: value for name, value in given.items() if f"${name}" in text}
            scratch.execute(f"CREATE TEMP TABLE bench_{table} AS {text}", used)
            files.append(scratch.stage(table, f"file-{table}", f"bench_{table}"))
    warehouse.build_version(workspace.id, None, 1, [StagedImport("bench", tuple(files))])
    with database.transaction(workspace.id) as session:
        tenancy.publish_warehouse_version(session, workspace.id, 0, 1)
        return tenancy.get_workspace(session, workspace.id)


def _rows(table: str) -> str:
    columns = [
        f"({_COLUMNS[table].get(c.name, 'NULL')})::{c.type} AS {c.name}"
        for c in canonical_tables()[table].staged_columns
        if c.name not in ("import_id", "source_file")
    ]
    return f"SELECT {', '.join(columns)} FROM {_ROWS[table]}"
