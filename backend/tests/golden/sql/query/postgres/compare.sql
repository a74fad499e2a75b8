WITH current_period AS (
  SELECT
    NULLIF(orders.customer_type, '') AS customer_type,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= CAST(%(start)s AS DATE)
    AND orders.order_date < CAST(%(end)s AS DATE)
  GROUP BY
    1
), previous_period AS (
  SELECT
    NULLIF(orders.customer_type, '') AS customer_type,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= CAST(%(previous_start)s AS DATE)
    AND orders.order_date < CAST(%(previous_end)s AS DATE)
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
  ON COALESCE(CAST(current_period.customer_type AS VARCHAR), '') = COALESCE(CAST(previous_period.customer_type AS VARCHAR), '')
  AND (
    current_period.customer_type IS NULL
  ) = (
    previous_period.customer_type IS NULL
  )
ORDER BY
  orders DESC NULLS LAST,
  customer_type ASC
LIMIT %(limit)s
