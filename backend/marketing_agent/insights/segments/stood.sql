SELECT
  points.point_day AS point_day,
  orders.customer_key AS customer_key,
  MAX(orders.order_date) AS last_date,
  MAX(orders.order_date) - DATE '2000-01-01' AS days,
  COUNT(*) AS orders,
  CAST(SUM(orders.total_minor - COALESCE(orders.refunded_minor, 0)) AS BIGINT) AS spent_minor
FROM points
JOIN orders ON orders.order_date < points.point_day
WHERE orders.customer_key IS NOT NULL AND orders.cancelled_date IS NULL
GROUP BY points.point_day, orders.customer_key
