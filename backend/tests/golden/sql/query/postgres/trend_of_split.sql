WITH current_period AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', orders.order_date) AS DATE) AS bucket,
    CASE
      WHEN LOWER(NULLIF(orders.sales_channel, '') COLLATE letters) COLLATE "C" IN ('pos', 'point of sale')
      THEN 'pos'
      ELSE NULLIF(orders.sales_channel, '')
    END AS sales_channel,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= CAST(%(start)s AS DATE)
    AND orders.order_date < CAST(%(end)s AS DATE)
  GROUP BY
    1,
    2
), members AS (
  SELECT
    sales_channel
  FROM current_period
  GROUP BY
    sales_channel
  ORDER BY
    SUM(orders_numerator) DESC NULLS LAST,
    sales_channel
  LIMIT %(limit)s
), current_buckets AS (
  SELECT DISTINCT
    CAST(DATE_TRUNC('MONTH', day) AS DATE) AS bucket
  FROM (
    SELECT
      CAST(value AS DATE)
    FROM GENERATE_SERIES(
      CAST(%(start)s AS DATE),
      CAST(CAST(%(end)s AS DATE) - INTERVAL '1 DAY' AS DATE),
      INTERVAL '1 DAY'
    ) AS _t(value)
  ) AS spine(day)
), current_rows AS (
  SELECT
    current_buckets.bucket,
    members.sales_channel,
    COALESCE(current_period.orders_numerator, 0) AS orders_numerator
  FROM current_buckets
  CROSS JOIN members
  LEFT JOIN current_period
    ON current_buckets.bucket = current_period.bucket
    AND (
      COALESCE(CAST(members.sales_channel AS VARCHAR), '') = COALESCE(CAST(current_period.sales_channel AS VARCHAR), '')
      AND (
        members.sales_channel IS NULL
      ) = (
        current_period.sales_channel IS NULL
      )
    )
)
SELECT
  current_rows.bucket AS date,
  current_rows.sales_channel AS sales_channel,
  current_rows.orders_numerator AS orders,
  current_rows.orders_numerator AS orders_numerator
FROM current_rows
ORDER BY
  date ASC,
  orders DESC NULLS LAST,
  sales_channel ASC
