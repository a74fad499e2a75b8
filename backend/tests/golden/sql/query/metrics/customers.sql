WITH current_period AS (
  SELECT
    COUNT(DISTINCT orders.customer_key) AS customers_numerator
  FROM orders
  WHERE
    orders.order_date >= $start AND orders.order_date < $end
)
SELECT
  current_period.customers_numerator AS customers,
  current_period.customers_numerator AS customers_numerator
FROM current_period
LIMIT $limit
