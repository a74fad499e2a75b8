SELECT COUNT(*) AS orders, SUM(refunded_minor) AS refunded_minor
FROM orders
WHERE order_date >= $start AND order_date < $end AND cancelled_date IS NULL
  AND refunded_minor > 0 AND refunded_minor < total_minor
