WITH current_period AS (
  SELECT
    NULLIF(orders.customer_type, '') AS customer_type,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= $start AND orders.order_date < $end
  GROUP BY
    1
), previous_period AS (
  SELECT
    NULLIF(orders.customer_type, '') AS customer_type,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= $previous_start AND orders.order_date < $previous_end
  GROUP BY
    1
)
SELECT
  COALESCE(current_period.customer_type, previous_period.customer_type) AS customer_type,
  current_period.orders_numerator AS orders,
  current_period.orders_numerator AS orders_numerator,
  previous_period.orders_numerator AS previous_orders,
  previous_period.orders_numerator AS previous_orders_numerator
FROM current_period
FULL JOIN previous_period
  ON COALESCE(CAST(current_period.customer_type AS TEXT), '') = COALESCE(CAST(previous_period.customer_type AS TEXT), '')
  AND (
    current_period.customer_type IS NULL
  ) = (
    previous_period.customer_type IS NULL
  )
ORDER BY
  orders DESC,
  customer_type ASC
LIMIT $limit
