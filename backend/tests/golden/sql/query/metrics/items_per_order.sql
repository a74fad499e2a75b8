WITH current_period AS (
  SELECT
    COALESCE(SUM(orders.units), 0) AS items_per_order_numerator,
    COUNT(*) AS items_per_order_denominator
  FROM orders
  WHERE
    orders.order_date >= $start AND orders.order_date < $end
)
SELECT
  CAST(current_period.items_per_order_numerator AS DOUBLE) / NULLIF(current_period.items_per_order_denominator, 0) AS items_per_order,
  current_period.items_per_order_numerator AS items_per_order_numerator,
  current_period.items_per_order_denominator AS items_per_order_denominator
FROM current_period
LIMIT $limit
