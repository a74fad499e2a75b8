WITH current_period AS (
  SELECT
    CASE
      WHEN LOWER(nullIf(orders.country, '')) IN ('germany')
      THEN 'DE'
      WHEN LOWER(nullIf(orders.country, '')) IN ('united states', 'united states of america', 'usa')
      THEN 'US'
      ELSE nullIf(orders.country, '')
    END AS country,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= {start: Nullable(DATE)}
    AND orders.order_date < {end: Nullable(DATE)}
  GROUP BY
    1
), previous_period AS (
  SELECT
    CASE
      WHEN LOWER(nullIf(orders.country, '')) IN ('germany')
      THEN 'DE'
      WHEN LOWER(nullIf(orders.country, '')) IN ('united states', 'united states of america', 'usa')
      THEN 'US'
      ELSE nullIf(orders.country, '')
    END AS country,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= {previous_start: Nullable(DATE)}
    AND orders.order_date < {previous_end: Nullable(DATE)}
  GROUP BY
    1
)
SELECT
  COALESCE(current_period.country, previous_period.country) AS country,
  current_period.orders_numerator AS orders,
  current_period.orders_numerator AS orders_numerator,
  previous_period.orders_numerator AS previous_orders,
  previous_period.orders_numerator AS previous_orders_numerator,
  (
    COALESCE(current_period.orders_numerator, 0)
  ) - (
    COALESCE(previous_period.orders_numerator, 0)
  ) AS orders_change,
  CAST((
    (
      COALESCE(current_period.orders_numerator, 0)
    ) - (
      COALESCE(previous_period.orders_numerator, 0)
    )
  ) AS Nullable(Float64)) / nullIf(ABS(COALESCE(previous_period.orders_numerator, 0)), 0) AS orders_change_pct
FROM current_period
FULL JOIN previous_period
  ON COALESCE(CAST(current_period.country AS Nullable(String)), '') = COALESCE(CAST(previous_period.country AS Nullable(String)), '')
  AND (
    current_period.country IS NULL
  ) = (
    previous_period.country IS NULL
  )
ORDER BY
  orders_change DESC,
  orders_change_pct DESC,
  country ASC
LIMIT {limit: Nullable(Int64)}
