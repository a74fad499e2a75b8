WITH costs AS (
  SELECT sku, MIN(cost_minor) AS cost_minor
  FROM variants
  WHERE sku IS NOT NULL AND cost_minor IS NOT NULL
  GROUP BY sku
  HAVING MIN(cost_minor) = MAX(cost_minor)
)
SELECT
  CAST(DATE_TRUNC('grain', sold.order_date) AS DATE) AS day,
  sold.order_date >= $start AND sold.order_date < $end AS is_now,
  sold.order_date >= $before_start AND sold.order_date < $before_end AS is_before,
  sold.sku AS sku,
  costs.cost_minor AS cost_minor,
  SUM(sold.quantity) AS units,
  SUM(sold.gross_minor) AS gross_minor,
  SUM(sold.net_minor) AS net_minor
FROM sold
LEFT JOIN costs ON costs.sku = sold.sku
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2, 3, 4
