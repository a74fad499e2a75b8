SELECT
  COUNT(*) AS orders,
  COUNT(customer_key) AS named,
  COUNT(cancelled_date) AS cancelled
FROM orders
WHERE order_date >= $start AND order_date < $end
