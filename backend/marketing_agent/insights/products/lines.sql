WITH skus AS (
  SELECT
    sku,
    MIN(product_id) AS product_id,
    CASE WHEN MIN(cost_minor) = MAX(cost_minor) THEN MIN(cost_minor) END AS cost_minor
  FROM variants
  WHERE sku IS NOT NULL
  GROUP BY sku
  HAVING MIN(product_id) = MAX(product_id)
), reach AS (
  SELECT *
  FROM order_lines
  WHERE (order_date >= $before_start AND order_date < $before_end)
    OR (order_date >= $start AND order_date <= $today)
    OR (order_date >= $start AND order_date < $end)
), on_lines AS (
  SELECT order_id, SUM(COALESCE(discounts_minor, 0)) AS discounts_minor
  FROM reach
  GROUP BY order_id
), priced AS (
  SELECT
    reach.order_id AS order_id,
    reach.order_date AS order_date,
    reach.quantity AS quantity,
    reach.gross_sales_minor AS gross_minor,
    COALESCE(reach.discounts_minor, 0) + CASE
      WHEN orders.gross_sales_minor + on_lines.discounts_minor = 0 THEN 0
      ELSE 1.0 * (orders.discounts_minor - on_lines.discounts_minor)
        * (reach.gross_sales_minor + COALESCE(reach.discounts_minor, 0))
        / (orders.gross_sales_minor + on_lines.discounts_minor)
    END AS discounts_minor,
    orders.cancelled_date IS NOT NULL
      OR (orders.refunded_minor > 0 AND orders.refunded_minor >= orders.total_minor) AS is_back,
    orders.cancelled_date IS NOT NULL AS is_cancelled,
    orders.customer_key AS customer_key,
    orders.customer_type AS customer_type,
    skus.cost_minor AS cost_minor,
    reach.order_date >= $start AND reach.order_date < $end AS is_now,
    reach.order_date >= $before_start AND reach.order_date < $before_end AS is_before,
    COALESCE(products.title, reach.line_name) AS product,
    reach.line_name AS variant,
    reach.sku AS sku,
    COALESCE(reach.vendor, products.vendor) AS vendor,
    products.product_type AS product_type
  FROM reach
  JOIN orders ON orders.order_id = reach.order_id
  JOIN on_lines ON on_lines.order_id = reach.order_id
  LEFT JOIN skus ON skus.sku = reach.sku
  LEFT JOIN products ON products.product_id = skus.product_id
)
SELECT
  *,
  COALESCE(split_member, '') AS member,
  CASE WHEN is_back THEN 0 ELSE gross_minor + discounts_minor END AS net_minor,
  CASE WHEN is_back THEN -(gross_minor + discounts_minor) ELSE 0 END AS returns_minor
FROM priced
