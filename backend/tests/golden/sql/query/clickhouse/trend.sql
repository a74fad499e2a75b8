WITH current_period AS (
  SELECT
    CAST(dateTrunc('WEEK', orders.order_date) AS Nullable(DATE)) AS bucket,
    COALESCE(SUM(orders.gross_sales_minor), 0) + COALESCE(SUM(orders.discounts_minor), 0) AS aov_numerator,
    COUNT(*) AS aov_denominator
  FROM orders
  WHERE
    orders.order_date >= {start: Nullable(DATE)}
    AND orders.order_date < {end: Nullable(DATE)}
  GROUP BY
    1
), current_buckets AS (
  SELECT DISTINCT
    CAST(dateTrunc('WEEK', day) AS Nullable(DATE)) AS bucket
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
    COALESCE(current_period.aov_numerator, 0) AS aov_numerator,
    COALESCE(current_period.aov_denominator, 0) AS aov_denominator
  FROM current_buckets
  LEFT JOIN current_period
    ON current_buckets.bucket = current_period.bucket
)
SELECT
  current_rows.bucket AS date,
  CAST(current_rows.aov_numerator AS Nullable(Float64)) / nullIf(current_rows.aov_denominator, 0) AS aov,
  current_rows.aov_numerator AS aov_numerator,
  current_rows.aov_denominator AS aov_denominator
FROM current_rows
ORDER BY
  date ASC
LIMIT {limit: Nullable(Int64)}
