"""The statements that turn rows of an orders export into orders, lines and ledger rows.

The raw table holds the typed cells by meaning, in file order. An order is a block: its first row
carries the order's fields, the rows after it carry further lines.
"""

# A row that repeats the order's fields is a new order only when the name changes: some tools fill
# the fields down. The same line again under the same name is a copy of the row. The block is the
# running number of first rows.
ROWS = """
SELECT *,
    count(*) FILTER (WHERE head) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS block
FROM (
    SELECT rowid AS row_no, *,
        filled AND (name IS NULL OR name IS DISTINCT FROM lag(name) OVER ()) AS head,
        coalesce(filled AND name = lag(name) OVER () AND line = lag(line) OVER (), FALSE) AS again
    FROM raw
) AS marked
"""

HEADS = """
CREATE TEMP VIEW order_heads AS
SELECT * EXCLUDE (filled, line, head, again, line_name, sku, vendor, quantity, price,
    line_discount, line_problem)
FROM order_rows WHERE head
"""

ITEMS = """
CREATE TEMP VIEW order_items AS
SELECT row_no, block, again, name, line_name, sku, vendor, quantity, price,
    line_discount AS discount, line_problem AS problem
FROM order_rows
"""

MISPLACED = """
SELECT count(*) FROM order_items i LEFT JOIN order_heads h ON h.block = i.block
WHERE i.name IS NOT NULL AND i.name IS DISTINCT FROM h.name
"""

# Rows that stand apart from their order (a sorted file) go back to it by name.
REGROUP = """
CREATE TEMP TABLE order_moved AS
SELECT i.* REPLACE (
    CASE WHEN i.name IS NULL OR i.name = own.name THEN i.block ELSE coalesce(other.block, 0) END
    AS block)
FROM order_items i
LEFT JOIN order_heads own ON own.block = i.block
LEFT JOIN (SELECT name, max(block) AS block FROM order_heads GROUP BY name) other
    ON other.name = i.name
"""

MOVED = "CREATE TEMP VIEW order_items AS SELECT * FROM order_moved"

TOTALS = """
CREATE TEMP TABLE order_totals AS
SELECT block, count(*) AS rows, sum(quantity) AS units, sum(quantity * price) AS merchandise,
    max(problem) AS problem, min(row_no) AS first_row
FROM order_items WHERE NOT again GROUP BY block
"""

# Total = gross sales + discounts + shipping + duties + taxes + fees. Where tax is inside the
# prices (Subtotal + Shipping = Total), it is taken out of gross sales.
JUDGED = """
CREATE TEMP TABLE order_judged AS
WITH amounts AS (
    SELECT h.*, t.rows, t.units, t.problem AS line_problem,
        coalesce(t.merchandise, h.subtotal + coalesce(h.discount, 0), h.total) AS merchandise_minor,
        coalesce(h.subtotal, t.merchandise - coalesce(h.discount, 0), h.total, 0)
            AS subtotal_minor,
        coalesce(h.shipping, 0) AS shipping_minor, coalesce(h.duties, 0) AS duties_minor,
        coalesce(h.taxes, 0) AS taxes_minor
    FROM order_heads h JOIN order_totals t ON t.block = h.block
), taxed AS (
    SELECT *,
        coalesce(total, subtotal_minor + shipping_minor + duties_minor + taxes_minor)
            AS total_minor,
        coalesce(taxes_minor > 0 AND total = subtotal_minor + shipping_minor + duties_minor, FALSE)
            AS tax_inside
    FROM amounts
), newest AS (
    SELECT order_id, max(block) AS block FROM order_heads GROUP BY order_id HAVING count(*) > 1
)
SELECT a.* EXCLUDE (problem, line_problem),
    merchandise_minor - CASE WHEN tax_inside THEN taxes_minor ELSE 0 END AS gross_minor,
    least(subtotal_minor - merchandise_minor, 0) AS discounts_minor,
    coalesce(refunded, 0) AS refunded_minor,
    coalesce(problem, line_problem) AS problem,
    CASE
        WHEN n.block > a.block THEN 'duplicate'
        WHEN coalesce(problem, line_problem) IS NOT NULL THEN 'rejected'
        ELSE 'loaded' END AS fate
FROM taxed a LEFT JOIN newest n ON n.order_id = a.order_id
"""

# Rows without an order (block 0, or a name whose first row is not in the file).
FATES = """
SELECT
    coalesce(sum(n), 0),
    coalesce(sum(n) FILTER (WHERE fate = 'loaded'), 0),
    coalesce(sum(n) FILTER (WHERE fate = 'rejected'), 0),
    coalesce(sum(n) FILTER (WHERE fate = 'duplicate'), 0)
FROM (
    SELECT CASE WHEN i.again THEN 'duplicate' ELSE coalesce(j.fate, 'rejected') END AS fate,
        count(*) AS n
    FROM order_items i LEFT JOIN order_judged j ON j.block = i.block GROUP BY 1
)
"""

REJECTED = """
SELECT i.row_no, coalesce(i.problem, j.problem, 'The first row of its order is not in the file'),
    c.cells
FROM order_items i
LEFT JOIN order_judged j ON j.block = i.block
JOIN order_shown c ON c.row_no = i.row_no
WHERE NOT i.again AND coalesce(j.fate, 'rejected') = 'rejected'
ORDER BY i.row_no LIMIT $limit
"""

ORDERS = """
CREATE TEMP VIEW staged_orders AS
SELECT order_id, coalesce(name, order_id) AS order_name, created_at, order_date, paid_at,
    cancelled_at, cancelled_date, financial_status, fulfillment_status, currency, customer_key,
    sales_channel, discount_code, country, province, coalesce(units, 0) AS units,
    gross_minor AS gross_sales_minor, discounts_minor, shipping_minor, duties_minor, taxes_minor,
    total_minor, refunded_minor, tags
FROM order_judged WHERE fate = 'loaded'
"""

# A line's share of the tax inside its price is cut off at running totals, so that the lines of an
# order add up to its gross sales.
LINES = """
CREATE TEMP VIEW staged_order_lines AS
WITH lines AS (
    SELECT j.order_id, (i.row_no - j.row_no + 1) AS line_no, j.order_date, i.line_name, i.sku,
        i.vendor, i.quantity, i.price AS price_minor, i.quantity * i.price AS with_tax,
        -coalesce(i.discount, 0) AS discounts_minor, j.currency, j.tax_inside, j.block,
        j.gross_minor, j.merchandise_minor, i.row_no
    FROM order_items i JOIN order_judged j ON j.block = i.block
    WHERE j.fate = 'loaded' AND NOT i.again
        AND (i.quantity IS NOT NULL OR i.line_name IS NOT NULL)
)
SELECT * EXCLUDE (with_tax, tax_inside, block, gross_minor, merchandise_minor, row_no),
    with_tax AS gross_sales_minor
FROM lines WHERE NOT tax_inside
UNION ALL BY NAME
SELECT * EXCLUDE (with_tax, tax_inside, block, gross_minor, merchandise_minor, row_no, upto),
    cut(upto, gross_minor, merchandise_minor)
        - cut(upto - with_tax, gross_minor, merchandise_minor) AS gross_sales_minor
FROM (
    SELECT *, sum(with_tax) OVER (PARTITION BY block ORDER BY row_no) AS upto
    FROM lines WHERE tax_inside
)
"""

CUT = """
CREATE TEMP MACRO cut(upto, gross, merchandise) AS
    CASE WHEN merchandise = 0 THEN 0
    ELSE ((upto::HUGEINT * gross + merchandise // 2) // merchandise)::BIGINT END
"""

# A refund gives back merchandise and its tax first and shipping last. A cancelled order is
# reversed whole on its day, so its refund is not booked again.
LEDGER = """
CREATE TEMP VIEW staged_sales_ledger AS
WITH moved AS (
    SELECT *, gross_minor + discounts_minor AS net,
        total_minor - gross_minor - discounts_minor - shipping_minor - duties_minor - taxes_minor
            AS fees
    FROM order_judged WHERE fate = 'loaded'
), refunds AS (
    SELECT *, least(refunded_minor, net + taxes_minor) AS goods FROM moved
    WHERE refunded_minor > 0 AND cancelled_date IS NULL
), refunded AS (
    SELECT *, CASE WHEN net + taxes_minor = 0 THEN 0
        ELSE (goods::HUGEINT * taxes_minor // (net + taxes_minor))::BIGINT END AS tax,
        least(refunded_minor - goods, shipping_minor) AS freight
    FROM refunds
)
SELECT order_id, 'sale' AS kind, order_date, order_date AS event_date, TRUE AS event_date_known,
    gross_minor AS gross_sales_minor, discounts_minor, 0 AS returns_minor, shipping_minor,
    duties_minor, fees AS fees_minor, taxes_minor, total_minor AS total_sales_minor, customer_key,
    sales_channel, country, currency
FROM moved
UNION ALL BY NAME
SELECT order_id, 'cancel' AS kind, order_date, cancelled_date AS event_date,
    TRUE AS event_date_known, 0 AS gross_sales_minor, 0 AS discounts_minor, -net AS returns_minor,
    -shipping_minor AS shipping_minor, -duties_minor AS duties_minor, -fees AS fees_minor,
    -taxes_minor AS taxes_minor, -total_minor AS total_sales_minor, customer_key, sales_channel,
    country, currency
FROM moved WHERE cancelled_date IS NOT NULL
UNION ALL BY NAME
SELECT order_id, 'refund' AS kind, order_date, order_date AS event_date,
    FALSE AS event_date_known, 0 AS gross_sales_minor, 0 AS discounts_minor,
    -(goods - tax) AS returns_minor, -freight AS shipping_minor, 0 AS duties_minor,
    -(refunded_minor - goods - freight) AS fees_minor, -tax AS taxes_minor,
    -refunded_minor AS total_sales_minor, customer_key, sales_channel, country, currency
FROM refunded
"""

CHECKOUTS = """
CREATE TEMP VIEW staged_checkouts AS
SELECT order_id AS checkout_id, created_at, order_date AS checkout_date, currency, customer_key,
    sales_channel, discount_code, country, coalesce(units, 0) AS units, subtotal_minor, total_minor
FROM order_judged WHERE fate = 'loaded'
"""

SPAN = "SELECT min(order_date), max(order_date) FROM order_judged WHERE fate = 'loaded'"

CURRENCY = """
SELECT stated_currency FROM raw WHERE stated_currency IS NOT NULL GROUP BY 1 LIMIT 2
"""

# The letters before the number; the prefix of most orders counts.
PREFIX = """
SELECT regexp_extract(name, '^(\\D*)\\d', 1) AS prefix FROM raw WHERE name IS NOT NULL
GROUP BY 1 ORDER BY count(*) DESC LIMIT 1
"""
