SELECT
  'orders' AS table_name,
  import_id,
  source_file,
  COUNT(*) AS rows
FROM orders
WHERE
  orders.order_date >= $start AND orders.order_date < $end
GROUP BY
  import_id,
  source_file
