WITH costs AS (
  SELECT sku, MIN(cost_minor) AS cost_minor
  FROM variants
  WHERE sku IS NOT NULL AND cost_minor IS NOT NULL
  GROUP BY sku
  HAVING MIN(cost_minor) = MAX(cost_minor)
), sold AS (
  SELECT
    order_lines.order_date >= $start AND order_lines.order_date < $end AS is_now,
    CAST(DATE_TRUNC('month', order_lines.order_date) AS DATE) AS month,
    order_lines.gross_sales_minor AS gross_minor,
    order_lines.quantity * costs.cost_minor AS cost_minor
  FROM order_lines
  JOIN orders ON orders.order_id = order_lines.order_id
  LEFT JOIN costs ON costs.sku = order_lines.sku
  WHERE orders.cancelled_date IS NULL
    AND ((order_lines.order_date >= $start AND order_lines.order_date < $end)
      OR (order_lines.order_date >= $before_start AND order_lines.order_date < $before_end))
)
SELECT
  is_now,
  month,
  SUM(gross_minor) AS gross_minor,
  SUM(CASE WHEN cost_minor IS NULL THEN 0 ELSE gross_minor END) AS covered_minor,
  SUM(cost_minor) AS cost_minor
FROM sold
GROUP BY 1, 2
ORDER BY 1, 2
