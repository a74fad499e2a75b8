WITH current_orders AS (
  SELECT
    COUNT(*) FILTER(WHERE
      NOT orders.customer_key IS NULL) AS known_customer_orders,
    COUNT(DISTINCT orders.customer_key) AS ordering_customers
  FROM orders
  WHERE
    orders.order_date >= $start AND orders.order_date < $end
), current_period AS (
  SELECT
    COALESCE(current_orders.known_customer_orders, 0) AS orders_per_customer_numerator,
    COALESCE(current_orders.ordering_customers, 0) AS orders_per_customer_denominator
  FROM current_orders
), result AS (
  SELECT
    CAST(current_period.orders_per_customer_numerator AS DOUBLE) / NULLIF(current_period.orders_per_customer_denominator, 0) AS orders_per_customer,
    current_period.orders_per_customer_numerator AS orders_per_customer_numerator,
    current_period.orders_per_customer_denominator AS orders_per_customer_denominator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
