WITH current_period AS (
  SELECT
    nullIf(orders.province, '') AS region,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= {start: Nullable(DATE)}
    AND orders.order_date < {end: Nullable(DATE)}
    AND (
      CASE
        WHEN LOWER(nullIf(orders.country, '')) IN ('germany')
        THEN 'DE'
        WHEN LOWER(nullIf(orders.country, '')) IN ('united states', 'united states of america', 'usa')
        THEN 'US'
        ELSE nullIf(orders.country, '')
      END <> {filter_0_0: Nullable(String)}
      OR CASE
        WHEN LOWER(nullIf(orders.country, '')) IN ('germany')
        THEN 'DE'
        WHEN LOWER(nullIf(orders.country, '')) IN ('united states', 'united states of america', 'usa')
        THEN 'US'
        ELSE nullIf(orders.country, '')
      END IS NULL
    )
    AND nullIf(orders.customer_type, '') IN ({filter_1_0: Nullable(String)}, {filter_1_1: Nullable(String)})
    AND nullIf(orders.discount_code, '') IS NULL
    AND CAST(EXTRACT(HOUR FROM toTimeZone(orders.created_at, {timezone: Nullable(String)})) AS Nullable(Int64)) >= {filter_3_0: Nullable(Int64)}
  GROUP BY
    1
), result AS (
  SELECT
    current_period.region AS region,
    current_period.orders_numerator AS orders,
    current_period.orders_numerator AS orders_numerator
  FROM current_period
)
SELECT
  *
FROM result
WHERE
  orders > {filter_4_0: Nullable(Float64)}
ORDER BY
  orders ASC,
  region ASC
LIMIT {limit: Nullable(Int64)}
