SELECT order_date, sku, quantity, gross_sales_minor AS gross_minor, 0 AS net_minor
FROM order_lines
WHERE ((order_date >= $start AND order_date < $end)
    OR (order_date >= $before_start AND order_date < $before_end))
  AND order_id NOT IN (SELECT order_id FROM orders WHERE cancelled_date IS NOT NULL)
