WITH current_period AS (
  SELECT
    NULLIF(orders.province, '') AS region,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= $start
    AND orders.order_date < $end
    AND (
      CASE
        WHEN LOWER(NULLIF(orders.country, '')) IN ('germany')
        THEN 'DE'
        WHEN LOWER(NULLIF(orders.country, '')) IN ('united states', 'united states of america', 'usa')
        THEN 'US'
        ELSE NULLIF(orders.country, '')
      END <> $filter_0_0
      OR CASE
        WHEN LOWER(NULLIF(orders.country, '')) IN ('germany')
        THEN 'DE'
        WHEN LOWER(NULLIF(orders.country, '')) IN ('united states', 'united states of america', 'usa')
        THEN 'US'
        ELSE NULLIF(orders.country, '')
      END IS NULL
    )
    AND NULLIF(orders.customer_type, '') IN ($filter_1_0, $filter_1_1)
    AND NULLIF(orders.discount_code, '') IS NULL
    AND CAST(EXTRACT(HOUR FROM CAST(orders.created_at AS TIMESTAMP) AT TIME ZONE 'UTC' AT TIME ZONE $timezone) AS BIGINT) >= $filter_3_0
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
  orders > $filter_4_0
ORDER BY
  orders ASC,
  region ASC
LIMIT $limit
