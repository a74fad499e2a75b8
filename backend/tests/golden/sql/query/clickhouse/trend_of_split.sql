WITH current_period AS (
  SELECT
    CAST(dateTrunc('MONTH', orders.order_date) AS Nullable(DATE)) AS bucket,
    CASE
      WHEN LOWER(nullIf(orders.sales_channel, '')) IN ('pos', 'point of sale')
      THEN 'pos'
      ELSE nullIf(orders.sales_channel, '')
    END AS sales_channel,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= {start: Nullable(DATE)}
    AND orders.order_date < {end: Nullable(DATE)}
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
    SUM(orders_numerator) DESC,
    sales_channel
  LIMIT {limit: Nullable(Int64)}
), current_buckets AS (
  SELECT DISTINCT
    CAST(dateTrunc('MONTH', day) AS Nullable(DATE)) AS bucket
  FROM (
    SELECT
      addDays({start: Nullable(DATE)}, number) AS day
    FROM numbers(
      DATE_DIFF(
        DAY,
        {start: Nullable(DATE)},
        CAST({end: Nullable(DATE)} - INTERVAL '1' DAY AS Nullable(DATE))
      ) + 1
    )
  ) AS spine
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
      COALESCE(CAST(members.sales_channel AS Nullable(String)), '') = COALESCE(CAST(current_period.sales_channel AS Nullable(String)), '')
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
  orders DESC,
  sales_channel ASC
