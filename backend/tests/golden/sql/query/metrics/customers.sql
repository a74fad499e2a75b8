WITH current_orders AS (
  SELECT
    COUNT(DISTINCT orders.customer_key) AS ordering_customers
  FROM orders
  WHERE
    orders.order_date >= $start AND orders.order_date < $end
), current_period AS (
  SELECT
    COALESCE(current_orders.ordering_customers, 0) AS customers_numerator
  FROM current_orders
), result AS (
  SELECT
    current_period.customers_numerator AS customers,
    current_period.customers_numerator AS customers_numerator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
