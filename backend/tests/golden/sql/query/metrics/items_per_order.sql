WITH current_orders AS (
  SELECT
    SUM(orders.units) AS units,
    COUNT(*) AS order_count
  FROM orders
  WHERE
    orders.order_date >= $start AND orders.order_date < $end
), current_period AS (
  SELECT
    COALESCE(current_orders.units, 0) AS items_per_order_numerator,
    COALESCE(current_orders.order_count, 0) AS items_per_order_denominator
  FROM current_orders
), result AS (
  SELECT
    CAST(current_period.items_per_order_numerator AS DOUBLE) / NULLIF(current_period.items_per_order_denominator, 0) AS items_per_order,
    current_period.items_per_order_numerator AS items_per_order_numerator,
    current_period.items_per_order_denominator AS items_per_order_denominator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
