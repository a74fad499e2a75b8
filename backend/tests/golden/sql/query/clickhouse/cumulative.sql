WITH current_period AS (
  SELECT
    CAST(dateTrunc('WEEK', sales_ledger.event_date) AS Nullable(DATE)) AS bucket,
    COALESCE(SUM(sales_ledger.total_sales_minor), 0) AS total_sales_numerator
  FROM sales_ledger
  WHERE
    sales_ledger.event_date >= {start: Nullable(DATE)}
    AND sales_ledger.event_date < {end: Nullable(DATE)}
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
LIMIT {limit: Nullable(Int64)}
