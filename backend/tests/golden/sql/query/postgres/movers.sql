WITH current_period AS (
  SELECT
    CASE
      WHEN LOWER(NULLIF(orders.country, '') COLLATE letters) COLLATE "C" IN ('germany')
      THEN 'DE'
      WHEN LOWER(NULLIF(orders.country, '') COLLATE letters) COLLATE "C" IN ('united states', 'united states of america', 'usa')
      THEN 'US'
      ELSE NULLIF(orders.country, '')
    END AS country,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= CAST(%(start)s AS DATE)
    AND orders.order_date < CAST(%(end)s AS DATE)
  GROUP BY
    1
), previous_period AS (
  SELECT
    CASE
      WHEN LOWER(NULLIF(orders.country, '') COLLATE letters) COLLATE "C" IN ('germany')
      THEN 'DE'
      WHEN LOWER(NULLIF(orders.country, '') COLLATE letters) COLLATE "C" IN ('united states', 'united states of america', 'usa')
      THEN 'US'
      ELSE NULLIF(orders.country, '')
    END AS country,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= CAST(%(previous_start)s AS DATE)
    AND orders.order_date < CAST(%(previous_end)s AS DATE)
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
  ) AS DOUBLE PRECISION) / NULLIF(ABS(COALESCE(previous_period.orders_numerator, 0)), 0) AS orders_change_pct
FROM current_period
FULL JOIN previous_period
  ON COALESCE(CAST(current_period.country AS VARCHAR), '') = COALESCE(CAST(previous_period.country AS VARCHAR), '')
  AND (
    current_period.country IS NULL
  ) = (
    previous_period.country IS NULL
  )
ORDER BY
  orders_change DESC NULLS LAST,
  orders_change_pct DESC NULLS LAST,
  country ASC
LIMIT %(limit)s
