WITH people AS (
  SELECT
    customer_key,
    ROW_NUMBER() OVER (ORDER BY MIN(order_date), customer_key) AS customer
  FROM orders
  WHERE customer_key IS NOT NULL
  GROUP BY customer_key
), entries AS (
  SELECT
    order_id, customer_key, order_date, created_at,
    cancelled_date IS NOT NULL AS cancelled,
    gross_sales_minor + discounts_minor AS value_minor,
    total_minor - COALESCE(refunded_minor, 0) AS spent_minor
  FROM orders
  WHERE customer_key IS NOT NULL
  UNION ALL
  SELECT order_id, MIN(customer_key), MIN(order_date), NULL, NULL, NULL, NULL
  FROM sales_ledger
  WHERE order_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM orders WHERE orders.order_id = sales_ledger.order_id
  )
  GROUP BY order_id
), nets AS (
  SELECT
    order_id,
    CAST(SUM(gross_sales_minor + discounts_minor + returns_minor) AS BIGINT) AS net_minor
  FROM sales_ledger
  GROUP BY order_id
), ranked AS (
  SELECT
    order_id, sku, line_name,
    ROW_NUMBER() OVER (
      PARTITION BY order_id ORDER BY gross_sales_minor DESC, line_no
    ) AS dearest
  FROM order_lines
), products_of AS (
  SELECT ranked.order_id AS order_id, COALESCE(titles.title, ranked.line_name) AS product
  FROM ranked
  LEFT JOIN titles ON titles.sku = ranked.sku
  WHERE ranked.dearest = 1
), told AS (
  SELECT
    people.customer AS customer,
    people.customer_key AS customer_key,
    entries.order_id AS order_id,
    entries.order_date AS order_date,
    entries.created_at AS created_at,
    entries.cancelled AS cancelled,
    entries.value_minor AS value_minor,
    entries.spent_minor AS spent_minor,
    nets.net_minor AS net_minor,
    products_of.product AS product,
    CASE WHEN customers.accepts_email THEN 1 WHEN NOT customers.accepts_email THEN 0 END AS consent
  FROM entries
  JOIN people ON people.customer_key = entries.customer_key
  LEFT JOIN nets ON nets.order_id = entries.order_id
  LEFT JOIN products_of ON products_of.order_id = entries.order_id
  LEFT JOIN customers ON customers.customer_key = entries.customer_key
)
SELECT
  customer,
  customer_key,
  order_id,
  order_date,
  created_at,
  cancelled,
  value_minor,
  net_minor,
  product,
  consent,
  CASE WHEN NOT cancelled THEN ROW_NUMBER() OVER in_turn END AS place,
  FIRST_VALUE(CASE WHEN NOT cancelled THEN order_date END) OVER in_turn AS first_date,
  FIRST_VALUE(CASE WHEN NOT cancelled THEN created_at END) OVER in_turn AS first_at,
  LAG(order_date) OVER in_turn AS previous_date,
  LEAD(CASE WHEN NOT cancelled THEN order_date END) OVER in_turn AS next_date,
  LEAD(CASE WHEN NOT cancelled THEN product END) OVER in_turn AS next_product,
  CAST(SUM(spent_minor) OVER in_turn AS BIGINT) AS spent_so_far
FROM told
WINDOW in_turn AS (PARTITION BY customer ORDER BY cancelled, order_date, created_at, order_id)
