WITH current_period AS (
  SELECT
    nullIf(orders.customer_type, '') AS customer_type,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= {start: Nullable(DATE)}
    AND orders.order_date < {end: Nullable(DATE)}
  GROUP BY
    1
), previous_period AS (
  SELECT
    nullIf(orders.customer_type, '') AS customer_type,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= {previous_start: Nullable(DATE)}
    AND orders.order_date < {previous_end: Nullable(DATE)}
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
  ON COALESCE(CAST(current_period.customer_type AS Nullable(String)), '') = COALESCE(CAST(previous_period.customer_type AS Nullable(String)), '')
  AND (
    current_period.customer_type IS NULL
  ) = (
    previous_period.customer_type IS NULL
  )
ORDER BY
  orders DESC,
  customer_type ASC
LIMIT {limit: Nullable(Int64)}
