WITH current_period AS (
  SELECT
    COUNT(*) FILTER(WHERE
      NOT orders.customer_key IS NULL) AS orders_per_customer_numerator,
    COUNT(DISTINCT orders.customer_key) AS orders_per_customer_denominator
  FROM orders
  WHERE
    orders.order_date >= $start AND orders.order_date < $end
)
SELECT
  CAST(current_period.orders_per_customer_numerator AS DOUBLE) / NULLIF(current_period.orders_per_customer_denominator, 0) AS orders_per_customer,
  current_period.orders_per_customer_numerator AS orders_per_customer_numerator,
  current_period.orders_per_customer_denominator AS orders_per_customer_denominator
FROM current_period
LIMIT $limit
