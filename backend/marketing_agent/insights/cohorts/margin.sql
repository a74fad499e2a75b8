WITH counted AS (
  SELECT order_id, customer_key, order_date
  FROM orders
  WHERE customer_key IS NOT NULL AND cancelled_date IS NULL AND order_date < $known_until
), members AS (
  SELECT customer_key, MIN(order_date) AS first_date
  FROM counted
  GROUP BY customer_key
  HAVING MIN(order_date) >= $start AND MIN(order_date) < $end
), costs AS (
  SELECT sku, MIN(cost_minor) AS cost_minor
  FROM variants
  WHERE sku IS NOT NULL AND cost_minor IS NOT NULL
  GROUP BY sku
  HAVING MIN(cost_minor) = MAX(cost_minor)
)
SELECT
  CAST(DATE_TRUNC('step', members.first_date) AS DATE) AS cohort,
  CAST(DATE_TRUNC('step', counted.order_date) AS DATE) AS step_start,
  SUM(order_lines.gross_sales_minor) AS gross_minor,
  SUM(CASE WHEN costs.sku IS NOT NULL THEN order_lines.gross_sales_minor ELSE 0 END)
    AS covered_minor,
  SUM(COALESCE(order_lines.quantity * costs.cost_minor, 0)) AS cost_minor
FROM order_lines
JOIN counted ON counted.order_id = order_lines.order_id
JOIN members ON members.customer_key = counted.customer_key
LEFT JOIN costs ON costs.sku = order_lines.sku
GROUP BY 1, 2
ORDER BY 1, 2
