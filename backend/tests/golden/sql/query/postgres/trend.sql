WITH current_period AS (
  SELECT
    CAST(DATE_TRUNC('WEEK', orders.order_date) AS DATE) AS bucket,
    COALESCE(SUM(orders.gross_sales_minor), 0) + COALESCE(SUM(orders.discounts_minor), 0) AS aov_numerator,
    COUNT(*) AS aov_denominator
  FROM orders
  WHERE
    orders.order_date >= CAST(%(start)s AS DATE)
    AND orders.order_date < CAST(%(end)s AS DATE)
  GROUP BY
    1
), current_buckets AS (
  SELECT DISTINCT
    CAST(DATE_TRUNC('WEEK', day) AS DATE) AS bucket
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
    COALESCE(current_period.aov_numerator, 0) AS aov_numerator,
    COALESCE(current_period.aov_denominator, 0) AS aov_denominator
  FROM current_buckets
  LEFT JOIN current_period
    ON current_buckets.bucket = current_period.bucket
)
SELECT
  current_rows.bucket AS date,
  CAST(current_rows.aov_numerator AS DOUBLE PRECISION) / NULLIF(current_rows.aov_denominator, 0) AS aov,
  current_rows.aov_numerator AS aov_numerator,
  current_rows.aov_denominator AS aov_denominator
FROM current_rows
ORDER BY
  date ASC
LIMIT %(limit)s
