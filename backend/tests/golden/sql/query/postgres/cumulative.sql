WITH current_period AS (
  SELECT
    CAST(DATE_TRUNC('WEEK', sales_ledger.event_date) AS DATE) AS bucket,
    COALESCE(SUM(sales_ledger.total_sales_minor), 0) AS total_sales_numerator
  FROM sales_ledger
  WHERE
    sales_ledger.event_date >= CAST(%(start)s AS DATE)
    AND sales_ledger.event_date < CAST(%(end)s AS DATE)
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
    COALESCE(current_period.total_sales_numerator, 0) AS total_sales_numerator
  FROM current_buckets
  LEFT JOIN current_period
    ON current_buckets.bucket = current_period.bucket
)
SELECT
  current_rows.bucket AS date,
  current_rows.total_sales_numerator AS total_sales,
  current_rows.total_sales_numerator AS total_sales_numerator,
  SUM(current_rows.total_sales_numerator) OVER (ORDER BY current_rows.bucket) AS total_sales_cumulative
FROM current_rows
ORDER BY
  date ASC
LIMIT %(limit)s
