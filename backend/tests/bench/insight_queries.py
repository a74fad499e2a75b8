"""What a person would write in DuckDB for the numbers of each page, over the tables of a version.

Each page has as few statements as its numbers need. `$start` and `$end` are the window, `$before`
the first day compared with, `$today` today.
"""

FIRSTS = """
firsts AS (
  SELECT customer_key, min(order_date) AS first, min(created_at) AS began
  FROM orders WHERE cancelled_date IS NULL AND customer_key IS NOT NULL
  GROUP BY ALL
)
"""
_NET = "gross_sales_minor + discounts_minor + returns_minor"
_COHORTS = f"""
WITH {FIRSTS}, sums AS (
  SELECT date_trunc('month', first) AS cohort, date_trunc('month', l.order_date) AS step,
         sum({_NET}) AS net
  FROM sales_ledger AS l JOIN firsts USING (customer_key)
  WHERE first >= $start AND first < $end GROUP BY ALL
)
SELECT date_trunc('month', first) AS cohort, date_trunc('month', order_date) AS step,
       count(DISTINCT customer_key), count(*), any_value(net)
FROM orders JOIN firsts USING (customer_key)
JOIN sums ON sums.cohort = date_trunc('month', first) AND step = date_trunc('month', order_date)
WHERE first >= $start AND first < $end AND cancelled_date IS NULL GROUP BY ALL ORDER BY ALL
"""
_WORTH = f"""
WITH {FIRSTS}, people AS (
  SELECT customer_key, any_value(first) AS first, count(*) AS orders,
         any_value(gross_sales_minor + discounts_minor) FILTER (WHERE created_at = began) AS value
  FROM orders JOIN firsts USING (customer_key)
  WHERE first >= $before AND first < $end AND cancelled_date IS NULL GROUP BY customer_key
), worth AS (
  SELECT customer_key,
         sum({_NET}) FILTER (WHERE order_date < first + 30) AS d30,
         sum({_NET}) FILTER (WHERE order_date < first + 60) AS d60,
         sum({_NET}) FILTER (WHERE order_date < first + 90) AS d90,
         sum({_NET}) FILTER (WHERE order_date < first + 180) AS d180,
         sum({_NET}) FILTER (WHERE order_date < first + 365) AS d365
  FROM sales_ledger JOIN firsts USING (customer_key)
  WHERE first >= $before AND first < $end GROUP BY customer_key
)
SELECT date_trunc('month', first), count(*), sum(orders), count(*) FILTER (WHERE orders > 1),
       sum(value), sum(d30), sum(d60), sum(d90), sum(d180), sum(d365)
FROM people JOIN worth USING (customer_key) GROUP BY ALL ORDER BY ALL
"""
_KEPT = "order_id NOT IN (SELECT order_id FROM orders WHERE cancelled_date IS NOT NULL)"
_BASKETS = f"""
WITH named AS (
  SELECT order_id, coalesce(title, line_name) AS product, order_date
  FROM order_lines LEFT JOIN variants USING (sku) LEFT JOIN products USING (product_id)
  WHERE order_date >= $before AND order_date < $end AND {_KEPT}
), counted AS (
  SELECT order_id, any_value(order_date) AS day, count(*) AS lines,
         count(DISTINCT product) > 1 AS several
  FROM named GROUP BY order_id
)
SELECT day >= $start AS now, count(*), sum(lines), count(*) FILTER (WHERE several)
FROM counted GROUP BY ALL
"""
_PAIRS = f"""
WITH baskets AS (
  SELECT DISTINCT order_id, coalesce(title, line_name) AS product
  FROM order_lines LEFT JOIN variants USING (sku) LEFT JOIN products USING (product_id)
  WHERE order_date >= $start AND order_date < $end AND {_KEPT}
), items AS (
  SELECT product, count(*) AS orders FROM baskets GROUP BY product
  HAVING count(*) >= 0.01 * (SELECT count(DISTINCT order_id) FROM baskets)
), kept AS (SELECT * FROM baskets JOIN items USING (product))
SELECT one.product, two.product, count(*) AS both, any_value(one.orders), any_value(two.orders)
FROM kept AS one JOIN kept AS two USING (order_id) WHERE one.product < two.product
GROUP BY ALL HAVING count(*) >= 0.01 * (SELECT count(DISTINCT order_id) FROM baskets)
"""
_JOURNEYS = f"""
WITH {FIRSTS}, stops AS (
  SELECT customer_key, order_id, order_date,
         row_number() OVER (PARTITION BY customer_key ORDER BY created_at, order_id) AS place
  FROM orders JOIN firsts USING (customer_key)
  WHERE first >= $start AND first < $end AND cancelled_date IS NULL QUALIFY place <= 4
), named AS (
  SELECT order_id, arg_max(coalesce(title, line_name), gross_sales_minor) AS product
  FROM order_lines JOIN stops USING (order_id)
  LEFT JOIN variants USING (sku) LEFT JOIN products USING (product_id) GROUP BY order_id
), moves AS (
  SELECT customer_key, place, product,
         lead(product) OVER (PARTITION BY customer_key ORDER BY place) AS next,
         lead(order_date) OVER (PARTITION BY customer_key ORDER BY place) - order_date AS days
  FROM stops JOIN named USING (order_id)
)
SELECT place, product, next, count(DISTINCT customer_key), median(days)
FROM moves GROUP BY GROUPING SETS ((place, product, next), (product, next), (product))
HAVING count(DISTINCT customer_key) >= 5
"""
_SCORED = """
stood AS (
  SELECT day, customer_key, max(order_date) AS last, count(*) AS orders,
         sum(total_minor - refunded_minor) AS spent
  FROM orders JOIN days ON order_date < day
  WHERE customer_key IS NOT NULL AND cancelled_date IS NULL GROUP BY ALL
), scored AS (
  SELECT *,
    floor(5 * percent_rank() OVER (PARTITION BY day ORDER BY last)) AS r,
    floor(5 * percent_rank() OVER (PARTITION BY day ORDER BY orders)) AS f,
    floor(5 * percent_rank() OVER (PARTITION BY day ORDER BY spent)) AS m
  FROM stood
)
"""
_GROUPS = f"""
WITH days AS (SELECT $end AS day), {_SCORED}
SELECT r, f + m AS fm, count(*), sum(s.orders), sum(s.spent), sum($end - s.last),
       count(*) FILTER (WHERE accepts_email)
FROM scored AS s LEFT JOIN customers USING (customer_key) GROUP BY ALL ORDER BY ALL
"""
_MOVED = f"""
WITH days AS (SELECT unnest([$start, $end]) AS day), {_SCORED}
SELECT a.r, a.f + a.m, b.r, b.f + b.m, count(*)
FROM (FROM scored WHERE day = $end) AS a
LEFT JOIN (FROM scored WHERE day = $start) AS b USING (customer_key)
GROUP BY ALL
"""
_MONTHS = f"""
WITH days AS (
  SELECT unnest(generate_series(date_trunc('month', $end) - INTERVAL 11 MONTH,
                                date_trunc('month', $end), INTERVAL 1 MONTH))::DATE AS day
), {_SCORED}
SELECT day, r, f + m AS fm, count(*) FROM scored GROUP BY ALL ORDER BY ALL
"""
_SOLD = """
WITH lines AS (
  SELECT coalesce(p.title, l.line_name) AS product, l.*, o.customer_key, o.customer_type,
         l.gross_sales_minor + l.discounts_minor
           + coalesce((o.discounts_minor - sum(l.discounts_minor) OVER one)
               * (l.gross_sales_minor + l.discounts_minor)
               / nullif(o.gross_sales_minor + sum(l.discounts_minor) OVER one, 0), 0) AS net,
         o.cancelled_date IS NOT NULL
           OR (o.refunded_minor > 0 AND o.refunded_minor >= o.total_minor) AS back,
         v.cost_minor * l.quantity AS cost
  FROM order_lines AS l JOIN orders AS o USING (order_id)
  LEFT JOIN variants AS v USING (sku) LEFT JOIN products AS p USING (product_id)
  WHERE l.order_date >= $before AND l.order_date <= $today
  WINDOW one AS (PARTITION BY l.order_id)
), sold AS (
  SELECT product,
    sum(net) FILTER (WHERE NOT back AND order_date >= $start) AS net,
    sum(gross_sales_minor) FILTER (WHERE order_date >= $start) AS gross,
    sum(net) FILTER (WHERE back AND order_date >= $start) AS returned,
    sum(quantity) FILTER (WHERE order_date >= $start) AS units,
    sum(cost) FILTER (WHERE NOT back AND order_date >= $start) AS cost,
    count(DISTINCT order_id) FILTER (WHERE order_date >= $start) AS orders,
    count(DISTINCT order_id) FILTER (WHERE order_date >= $start AND customer_type = 'new') AS new,
    sum(net) FILTER (WHERE NOT back AND order_date < $start) AS before,
    sum(quantity) FILTER (WHERE order_date < $start) AS units_before
  FROM lines WHERE order_date < $end GROUP BY product
), buyers AS (
  SELECT product, customer_key, min(order_date) AS first, max(order_date) AS last
  FROM lines WHERE order_date >= $start AND customer_key IS NOT NULL GROUP BY ALL
  HAVING first < $end
), again AS (
  SELECT product, count(*) AS customers, count(*) FILTER (WHERE last > first) AS again,
         count(*) FILTER (WHERE l.any > first) AS back
  FROM buyers JOIN (
    SELECT customer_key, max(order_date) AS any FROM orders
    WHERE order_date >= $start AND cancelled_date IS NULL GROUP BY ALL) AS l USING (customer_key)
  GROUP BY product
)
SELECT *, sum(net) OVER (ORDER BY net DESC) / sum(net) OVER () AS upto
FROM sold FULL JOIN (SELECT title AS product FROM products WHERE status = 'active') USING (product)
LEFT JOIN again USING (product) ORDER BY net DESC LIMIT 50
"""
_STOCK = """
WITH daily AS (
  SELECT sku, order_date, sum(quantity) AS units, sum(gross_sales_minor) AS sales
  FROM order_lines WHERE order_date >= $start AND order_date < $end GROUP BY ALL
), pace AS (
  SELECT sku, sum(units) AS units, sum(units * units) AS squares, sum(sales) AS sales
  FROM daily GROUP BY sku
), held AS (
  SELECT variant_key, any_value(sku) AS sku, any_value(product_id) AS product_id,
         sum(available) AS available, sum(on_hand) AS on_hand
  FROM inventory_levels
  WHERE snapshot_date = (SELECT max(snapshot_date) FROM inventory_levels) GROUP BY variant_key
), judged AS (
  SELECT *, available / nullif(units / 30, 0) AS cover,
         units / nullif(units + on_hand, 0) AS through,
         sqrt(greatest(squares - units * units / 30, 0) / 29) AS deviation
  FROM held LEFT JOIN pace USING (sku) LEFT JOIN variants USING (variant_key)
  LEFT JOIN products ON products.product_id = held.product_id
)
SELECT *, sum(available) OVER (), sum(on_hand * cost_minor) OVER ()
FROM judged ORDER BY units DESC NULLS LAST LIMIT 50
"""
_SPLITS = ("sales_channel", "country", "customer_type")
_DAYS_OF_SALES = """
SELECT event_date, sum(total_sales_minor), sum(gross_sales_minor), sum(discounts_minor),
       sum(returns_minor), sum(taxes_minor), sum(shipping_minor), count(*) FILTER (kind = 'sale')
FROM sales_ledger WHERE event_date >= $before AND event_date < $end GROUP BY ALL ORDER BY ALL
"""
_SALES_BY = """
SELECT {by}, event_date >= $start AS now, sum(total_sales_minor), sum(discounts_minor),
       sum(returns_minor), count(*) FILTER (kind = 'sale')
FROM sales_ledger WHERE event_date >= $before AND event_date < $end GROUP BY ALL
"""
_BY_CODE = """
SELECT discount_code, event_date >= $start AS now, sum(total_sales_minor), count(*)
FROM sales_ledger JOIN orders USING (order_id)
WHERE event_date >= $before AND event_date < $end GROUP BY ALL
"""
_GOODS = f"""
SELECT date_trunc('month', order_date) AS month, order_date >= $start AS now,
       sum(gross_sales_minor), sum(quantity * cost_minor)
FROM order_lines LEFT JOIN variants USING (sku)
WHERE order_date >= $before AND order_date < $end AND {_KEPT} GROUP BY ALL
"""
_FEES = """
SELECT date_trunc('month', transaction_date) AS month, transaction_date >= $start AS now,
       sum(fee_minor)
FROM payouts WHERE transaction_date >= $before AND transaction_date < $end GROUP BY ALL
"""
_NET_SALES = f"""
SELECT date_trunc('month', event_date), event_date >= $start, sum({_NET})
FROM sales_ledger WHERE event_date >= $before AND event_date < $end GROUP BY ALL
"""
_NEW = """
SELECT order_date, count(*) AS orders,
       count(DISTINCT customer_key) FILTER (customer_type = 'new') AS customers
FROM orders WHERE order_date >= $before AND order_date < $end GROUP BY ALL
"""
_VISITS = """
SELECT bucket_start, sum(amount) FILTER (metric = 'sessions'),
       sum(amount) FILTER (metric = 'sessions_completed_checkout')
FROM report_facts
WHERE report_key = 'conversion//day' AND dims = '{}'
  AND bucket_start >= $before AND bucket_start < $end GROUP BY ALL ORDER BY ALL
"""
_ADS = """
SELECT platform, date >= $start AS now, sum(spend_minor), sum(clicks), sum(conversions),
       sum(conversion_value_minor)
FROM ad_spend WHERE date >= $before AND date < $end GROUP BY ALL
"""
_ADS_BY_DAY = """
SELECT date, sum(spend_minor) FROM ad_spend WHERE date >= $before AND date < $end GROUP BY ALL
"""
_CODES_BY_DAY = """
SELECT order_date, upper(discount_code), count(*)
FROM orders WHERE order_date >= $before AND order_date < $end AND discount_code IS NOT NULL
GROUP BY ALL
"""
_CHARGED = """
SELECT order_date, count(*), sum(shipping_minor), sum(total_minor)
FROM orders WHERE order_date >= $before AND order_date < $end AND cancelled_date IS NULL
GROUP BY ALL
"""
_WATCHED = tuple(
    text.replace("$before", "$end - 420")
    for text in (_DAYS_OF_SALES, _NEW, _VISITS, _ADS_BY_DAY, _CODES_BY_DAY)
)

BY_HAND: dict[str, tuple[str, ...]] = {
    "cohorts": (_COHORTS, _WORTH),
    "journeys": (_JOURNEYS,),
    "basket": (_BASKETS, _PAIRS),
    "products": (_SOLD,),
    "inventory": (_STOCK,),
    "segments": (_GROUPS, _MOVED, _MONTHS),
    "sales": (_DAYS_OF_SALES, _BY_CODE, *(_SALES_BY.format(by=name) for name in _SPLITS)),
    "profit": (_GOODS, _FEES, _NET_SALES, _CHARGED, _ADS),
    "changes": _WATCHED,
    "acquisition": (_DAYS_OF_SALES, _NEW, _VISITS, _ADS),
}
