SELECT
  orders.order_name,
  orders.order_date,
  orders.financial_status,
  orders.customer_type,
  orders.sales_channel,
  orders.country,
  orders.discount_code,
  orders.units,
  orders.gross_sales_minor,
  orders.discounts_minor,
  orders.shipping_minor,
  orders.taxes_minor,
  orders.total_minor
FROM orders
WHERE
  orders.order_date >= $start AND orders.order_date < $end
ORDER BY
  orders.order_date DESC,
  orders.order_id
LIMIT $limit
OFFSET $offset
