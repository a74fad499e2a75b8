"""A large orders export of invented orders, in the 79-column form, written by DuckDB for speed."""

from pathlib import Path

import duckdb

HEADER = [
    "Name",
    "Email",
    "Financial Status",
    "Paid at",
    "Fulfillment Status",
    "Fulfilled at",
    "Accepts Marketing",
    "Currency",
    "Subtotal",
    "Shipping",
    "Taxes",
    "Total",
    "Discount Code",
    "Discount Amount",
    "Shipping Method",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
    "Lineitem compare at price",
    "Lineitem sku",
    "Lineitem requires shipping",
    "Lineitem taxable",
    "Lineitem fulfillment status",
    "Billing Name",
    "Billing Street",
    "Billing Address1",
    "Billing Address2",
    "Billing Company",
    "Billing City",
    "Billing Zip",
    "Billing Province",
    "Billing Country",
    "Billing Phone",
    "Shipping Name",
    "Shipping Street",
    "Shipping Address1",
    "Shipping Address2",
    "Shipping Company",
    "Shipping City",
    "Shipping Zip",
    "Shipping Province",
    "Shipping Country",
    "Shipping Phone",
    "Notes",
    "Note Attributes",
    "Cancelled at",
    "Payment Method",
    "Payment Reference",
    "Refunded Amount",
    "Vendor",
    "Outstanding Balance",
    "Employee",
    "Location",
    "Device ID",
    "Id",
    "Tags",
    "Risk Level",
    "Source",
    "Lineitem discount",
    "Tax 1 Name",
    "Tax 1 Value",
    "Tax 2 Name",
    "Tax 2 Value",
    "Tax 3 Name",
    "Tax 3 Value",
    "Tax 4 Name",
    "Tax 4 Value",
    "Tax 5 Name",
    "Tax 5 Value",
    "Phone",
    "Receipt Number",
    "Duties",
    "Billing Province Name",
    "Shipping Province Name",
    "Payment ID",
    "Payment Terms Name",
    "Next Payment Due At",
    "Payment References",
]

_LINES = """
CREATE TABLE lines AS
SELECT o AS n, l, 1 + (hash(o * 7 + l) % 3)::INT AS qty,
       ((hash(o * 13 + l) % 9000 + 500) / 100)::DECIMAL(12, 2) AS price,
       (hash(o * 17 + l) % 400)::INT AS product
FROM range($orders) r(o), range(1, 5) s(l)
WHERE l <= 1 + hash(o) % 4
LIMIT $lines
"""

_ORDERS = """
CREATE TABLE orders AS
SELECT n, sum(qty * price) AS subtotal, hash(n * 3) % 120000 AS customer,
       TIMESTAMP '2024-11-20 00:00:00' + to_seconds((n * 63072000 // $orders)::BIGINT) AS placed_at,
       CASE WHEN hash(n * 5) % 20 = 0 THEN round(sum(qty * price) / 4, 2) ELSE 0 END AS refunded
FROM lines GROUP BY n
"""

# Cells by column; a column that is not named is empty. `f` is true on an order's first row.
_FIRST_ROW = {
    "Financial Status": "if(refunded > 0, 'partially_refunded', 'paid')",
    "Paid at": "stamp",
    "Fulfillment Status": "'fulfilled'",
    "Fulfilled at": "stamp",
    "Accepts Marketing": "if(customer % 2 = 0, 'yes', 'no')",
    "Currency": "'USD'",
    "Subtotal": "subtotal",
    "Shipping": "'5.00'",
    "Taxes": "'0.00'",
    "Total": "subtotal + 5",
    "Discount Amount": "'0.00'",
    "Shipping Method": "'Standard'",
    "Billing Name": "'Buyer ' || customer",
    "Billing Street": "customer || ' Example Street'",
    "Billing Address1": "customer || ' Example Street'",
    "Billing City": "'Springfield'",
    "Billing Zip": "'''' || lpad((customer % 99999)::VARCHAR, 5, '0')",
    "Billing Province": "'CA'",
    "Billing Country": "'US'",
    "Billing Phone": "'+1 555-0100'",
    "Shipping Name": "'Buyer ' || customer",
    "Shipping Street": "customer || ' Example Street'",
    "Shipping Address1": "customer || ' Example Street'",
    "Shipping City": "'Springfield'",
    "Shipping Zip": "'''' || lpad((customer % 99999)::VARCHAR, 5, '0')",
    "Shipping Province": "'CA'",
    "Shipping Country": "'US'",
    "Shipping Phone": "'+1 555-0100'",
    "Payment Method": "'Shopify Payments'",
    "Payment Reference": "'c' || md5(n::VARCHAR)",
    "Refunded Amount": "refunded",
    "Outstanding Balance": "'0.00'",
    "Id": "5000000000000 + n",
    "Tags": "if(n % 3 = 0, 'vip, newsletter', '')",
    "Risk Level": "'Low'",
    "Source": "if(n % 9 = 0, 'pos', 'web')",
    "Billing Province Name": "'California'",
    "Shipping Province Name": "'California'",
    "Payment ID": "'c' || md5(n::VARCHAR)",
    "Payment References": "'c' || md5(n::VARCHAR)",
}
_EVERY_ROW = {
    "Name": "'#' || (1001 + n)",
    "Email": "'buyer' || customer || '@example.com'",
    "Created at": "stamp",
    "Lineitem quantity": "qty",
    "Lineitem name": "'Product ' || product || ', size ' || (product % 5)",
    "Lineitem price": "price",
    "Lineitem sku": "'SKU-' || lpad(product::VARCHAR, 5, '0')",
    "Lineitem requires shipping": "'true'",
    "Lineitem taxable": "'true'",
    "Lineitem fulfillment status": "'fulfilled'",
    "Vendor": "'Vendor ' || product % 12",
    "Lineitem discount": "'0.00'",
}


def _cell(column: str) -> str:
    if column in _EVERY_ROW:
        expression = f"({_EVERY_ROW[column]})::VARCHAR"
    elif column in _FIRST_ROW:
        expression = f"CASE WHEN l = 1 THEN ({_FIRST_ROW[column]})::VARCHAR END"
    else:
        expression = "NULL::VARCHAR"
    return f'{expression} AS "{column}"'


def write_orders_export(path: Path, lines: int) -> None:
    """Writes `lines` order lines (about 2.5 an order over two years) as an orders export."""
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        orders = lines // 2
        connection.execute(_LINES, {"orders": orders, "lines": lines})
        connection.execute(_ORDERS, {"orders": orders})
        cells = ", ".join(_cell(column) for column in HEADER)
        relation = (
            f"SELECT {cells} FROM "
            "(SELECT *, strftime(placed_at, '%Y-%m-%d %H:%M:%S -0500') AS stamp "
            "FROM lines JOIN orders USING (n)) ORDER BY n DESC, l"
        )
        connection.sql(relation).write_csv(str(path))
