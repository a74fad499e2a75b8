WITH current_orders AS (
  SELECT
    CAST(TRUNC(orders.order_date, 'MONTH') AS DATE) AS bucket,
    CASE
      WHEN LOWER(NULLIF(orders.sales_channel, '')) IN ('pos', 'point of sale')
      THEN 'pos'
      ELSE NULLIF(orders.sales_channel, '')
    END AS sales_channel,
    COUNT(*) AS order_count
  FROM orders
  WHERE
    orders.order_date >= CAST(:start AS DATE)
    AND orders.order_date < CAST(:end AS DATE)
  GROUP BY
    1,
    2
), current_period AS (
  SELECT
    current_orders.bucket AS bucket,
    current_orders.sales_channel AS sales_channel,
    COALESCE(current_orders.order_count, 0) AS orders_numerator
  FROM current_orders
), members AS (
  SELECT
    sales_channel
  FROM current_period
  GROUP BY
    sales_channel
  ORDER BY
    SUM(orders_numerator) DESC,
    sales_channel NULLS LAST
  LIMIT :limit
), current_buckets AS (
  SELECT
    bucket,
    ROW_NUMBER() OVER (ORDER BY bucket NULLS LAST) AS place
  FROM (
    SELECT DISTINCT
      CAST(TRUNC(day, 'MONTH') AS DATE) AS bucket
    FROM EXPLODE(
      SEQUENCE(
        CAST(:start AS DATE),
        CAST(CAST(:end AS DATE) - INTERVAL '1' DAY AS DATE),
        INTERVAL '1' DAY
      )
    ) AS spine(day)
  ) AS days
), current_rows AS (
  SELECT
    current_buckets.bucket,
    current_buckets.place,
    members.sales_channel,
    COALESCE(current_period.orders_numerator, 0) AS orders_numerator
  FROM current_buckets
  CROSS JOIN members
  LEFT JOIN current_period
    ON current_buckets.bucket = current_period.bucket
    AND (
      COALESCE(CAST(members.sales_channel AS STRING), '') = COALESCE(CAST(current_period.sales_channel AS STRING), '')
      AND (
        members.sales_channel IS NULL
      ) = (
        current_period.sales_channel IS NULL
      )
    )
), result AS (
  SELECT
    current_rows.bucket AS date,
    current_rows.sales_channel AS sales_channel,
    current_rows.orders_numerator AS orders,
    current_rows.orders_numerator AS orders_numerator
  FROM current_rows
)
SELECT
  *
FROM result
ORDER BY
  date ASC NULLS LAST,
  orders DESC,
  sales_channel ASC NULLS LAST
