"""What the warehouse computes from the merged tables: customers, who was new, and refund days.

Every step is a function of the other columns alone, so a version built step by step equals one
built anew from the same staged files.
"""

from collections.abc import Set
from pathlib import Path

import duckdb

_FIRST_ORDERS = """
CREATE OR REPLACE TEMP TABLE first_orders AS
SELECT o.customer_key, min(o.order_id) AS order_id
FROM orders AS o
JOIN (
    SELECT customer_key, min(created_at) AS created_at
    FROM orders WHERE customer_key IS NOT NULL GROUP BY customer_key
) AS f ON f.customer_key = o.customer_key AND f.created_at = o.created_at
GROUP BY o.customer_key
"""

# The same from one file of orders: with it each row is inserted with its type, since to change it
# afterwards costs more.
_FIRST_ORDERS_OF_FILE = """
CREATE OR REPLACE TEMP TABLE first_orders AS
SELECT o.customer_key, min(o.order_id) AS order_id
FROM read_parquet($path) AS o
JOIN (
    SELECT customer_key, min(created_at) AS created_at
    FROM read_parquet($path) WHERE customer_key IS NOT NULL GROUP BY customer_key
) AS f ON f.customer_key = o.customer_key AND f.created_at = o.created_at
GROUP BY o.customer_key
"""

_BOUGHT = """
CREATE TEMP TABLE bought AS
SELECT customer_key, min(order_date) AS first_order_date, max(order_date) AS last_order_date,
       count(*) AS orders,
       sum(coalesce(total_minor, 0) - coalesce(refunded_minor, 0)) AS total_minor,
       arg_max(country, (created_at, order_id)) FILTER (WHERE country IS NOT NULL) AS country
FROM orders WHERE customer_key IS NOT NULL GROUP BY customer_key
"""

_CUSTOMERS = """
CREATE TEMP TABLE known_customers AS
SELECT coalesce(b.customer_key, c.customer_key) AS customer_key, f.order_id AS first_order_id,
       b.first_order_date, b.last_order_date, coalesce(b.orders, 0) AS orders,
       coalesce(b.total_minor, 0) AS total_minor, c.accepts_email, c.accepts_sms,
       coalesce(b.country, c.country) AS country, c.import_id, c.source_file
FROM bought AS b
LEFT JOIN first_orders AS f ON f.customer_key = b.customer_key
FULL JOIN (SELECT * FROM customers WHERE import_id IS NOT NULL) AS c
    ON c.customer_key = b.customer_key
"""

_TYPE_OF_ORDERS = """
UPDATE orders SET customer_type = if(orders.order_id = f.order_id, 'new', 'returning')
FROM first_orders AS f
WHERE f.customer_key = orders.customer_key
  AND orders.customer_type IS DISTINCT FROM if(orders.order_id = f.order_id, 'new', 'returning')
"""

_TYPE_OF_LEDGER = """
UPDATE sales_ledger
SET customer_type = if(sales_ledger.order_id = f.order_id, 'new', 'returning')
FROM first_orders AS f
WHERE f.customer_key = sales_ledger.customer_key AND sales_ledger.customer_type
  IS DISTINCT FROM if(sales_ledger.order_id = f.order_id, 'new', 'returning')
"""

# An order transactions export knows each refund; the payments export is the second choice, since
# it lists only what went through Shopify Payments.
_REFUND_DAYS = """
CREATE TEMP TABLE refund_days AS
WITH booked AS (
    SELECT o.order_id, t.transaction_date AS day, sum(t.amount_minor) AS amount,
           arg_max(t.import_id, t.source_file) AS by_import, max(t.source_file) AS by_file,
           1 AS choice
    FROM order_transactions AS t JOIN orders AS o ON o.order_name = t.order_name
    WHERE t.kind = 'refund' AND t.status = 'success' GROUP BY ALL
    UNION ALL
    SELECT o.order_id, p.transaction_date AS day, sum(-p.amount_minor) AS amount,
           arg_max(p.import_id, p.source_file) AS by_import, max(p.source_file) AS by_file,
           2 AS choice
    FROM payouts AS p JOIN orders AS o ON o.order_name = p.order_name
    WHERE p.type = 'refund' GROUP BY ALL
)
SELECT order_id, day, amount, by_import, by_file,
       sum(amount) OVER (PARTITION BY order_id ORDER BY day) AS upto,
       sum(amount) OVER (PARTITION BY order_id) AS total
FROM booked QUALIFY choice = min(choice) OVER (PARTITION BY order_id)
"""

_REFUNDS = """
CREATE TEMP TABLE refunds AS
SELECT order_id, order_date, sum(gross_sales_minor)::HUGEINT AS gross,
       sum(discounts_minor)::HUGEINT AS discounts, sum(returns_minor)::HUGEINT AS returned,
       sum(shipping_minor)::HUGEINT AS shipping, sum(duties_minor)::HUGEINT AS duties,
       sum(fees_minor)::HUGEINT AS fees, sum(taxes_minor)::HUGEINT AS taxes,
       sum(total_sales_minor) AS total, first(customer_key) AS customer_key,
       first(customer_type) AS customer_type, first(sales_channel) AS sales_channel,
       first(country) AS country, first(currency) AS currency, first(import_id) AS import_id,
       first(source_file) AS source_file
FROM sales_ledger
WHERE kind = 'refund' AND order_id IN (SELECT order_id FROM refund_days)
GROUP BY order_id, order_date
"""

# Each amount is split by the running share of the refunded money, so the parts add up exactly.
# Orders whose transactions do not add up to their refund stay on the order's day.
_DATED_REFUNDS = """
CREATE TEMP TABLE dated_refunds AS
WITH shares AS (
    SELECT r.*, coalesce(d.day, r.order_date) AS day, d.day IS NOT NULL AS known,
           d.by_import, d.by_file,
           coalesce(d.upto, 1)::HUGEINT AS upto, coalesce(d.upto - d.amount, 0)::HUGEINT AS before,
           coalesce(d.total, 1)::HUGEINT AS whole
    FROM refunds AS r
    LEFT JOIN refund_days AS d
        ON d.order_id = r.order_id AND d.total = -r.total AND d.total <> 0
)
SELECT order_id, order_date, day, known,
       (gross * upto) // whole - (gross * before) // whole AS gross,
       (discounts * upto) // whole - (discounts * before) // whole AS discounts,
       (returned * upto) // whole - (returned * before) // whole AS returned,
       (shipping * upto) // whole - (shipping * before) // whole AS shipping,
       (duties * upto) // whole - (duties * before) // whole AS duties,
       (fees * upto) // whole - (fees * before) // whole AS fees,
       (taxes * upto) // whole - (taxes * before) // whole AS taxes,
       customer_key, customer_type, sales_channel, country, currency, by_import, by_file, import_id,
       source_file
FROM shares
"""

_DROP_REFUNDS = """
DELETE FROM sales_ledger
WHERE kind = 'refund' AND order_id IN (SELECT order_id FROM dated_refunds)
"""

_ADD_REFUNDS = """
INSERT INTO sales_ledger (
    order_id, kind, order_date, event_date, event_date_known, gross_sales_minor, discounts_minor,
    returns_minor, shipping_minor, duties_minor, fees_minor, taxes_minor, total_sales_minor,
    customer_key, customer_type, sales_channel, country, currency, dated_by_import, dated_by_file,
    import_id, source_file)
SELECT order_id, 'refund', order_date, day, known, gross, discounts, returned, shipping, duties,
       fees, taxes, gross + discounts + returned + shipping + duties + fees + taxes,
       customer_key, customer_type, sales_channel, country, currency, by_import, by_file, import_id,
       source_file
FROM dated_refunds
"""

_DATE_REFUNDS = (_REFUND_DAYS, _REFUNDS, _DATED_REFUNDS, _DROP_REFUNDS, _ADD_REFUNDS)
_FILL_CUSTOMERS = (
    _BOUGHT,
    _CUSTOMERS,
    "DELETE FROM customers",
    "INSERT INTO customers BY NAME SELECT * FROM known_customers",
)


def first_orders_of(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Finds each customer's first order in a staged file, for `statements.insert_typed`."""
    connection.execute(_FIRST_ORDERS_OF_FILE, {"path": str(path)}).fetchall()


def derive(connection: duckdb.DuckDBPyConnection, touched: Set[str], *, typed: bool) -> None:
    """Computes again what the tables in `touched` have an effect on.

    `typed` says that `first_orders` is there and every order and ledger row has its type by it.
    """
    if touched & {"sales_ledger", "order_transactions", "payouts", "orders"}:
        _run(connection, _DATE_REFUNDS)
    if typed:
        _run(connection, _FILL_CUSTOMERS)
    elif touched & {"orders", "customers", "sales_ledger"}:
        _run(connection, (_FIRST_ORDERS, *_FILL_CUSTOMERS, _TYPE_OF_ORDERS, _TYPE_OF_LEDGER))


def _run(connection: duckdb.DuckDBPyConnection, steps: tuple[str, ...]) -> None:
    for step in steps:
        connection.execute(step).fetchall()
