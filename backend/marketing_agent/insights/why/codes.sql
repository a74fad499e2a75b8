SELECT
  discount_code AS name,
  SUM(CASE WHEN order_date >= $start THEN 1 ELSE 0 END) AS orders,
  SUM(CASE WHEN order_date < $start THEN 1 ELSE 0 END) AS before
FROM orders
WHERE order_date >= $before_start AND order_date < $end AND discount_code <> '' AND cancelled_at IS NULL
GROUP BY discount_code
HAVING SUM(CASE WHEN order_date >= $start THEN 1 ELSE 0 END) > 0
ORDER BY orders DESC, name
LIMIT 50
