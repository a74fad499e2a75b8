SELECT
  COUNT(*) AS rows
FROM orders
WHERE
  orders.order_date >= $start AND orders.order_date < $end
