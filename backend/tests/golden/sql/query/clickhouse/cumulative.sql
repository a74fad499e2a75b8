WITH current_sales_ledger AS (
  SELECT
    CAST(dateTrunc('WEEK', sales_ledger.event_date) AS Nullable(DATE)) AS bucket,
    SUM(sales_ledger.total_sales_minor) AS total_sales
  FROM sales_ledger
  WHERE
    sales_ledger.event_date >= {start: Nullable(DATE)}
    AND sales_ledger.event_date < {end: Nullable(DATE)}
  GROUP BY
    1
), current_period AS (
  SELECT
    current_sales_ledger.bucket AS bucket,
    COALESCE(current_sales_ledger.total_sales, 0) AS total_sales_numerator
  FROM current_sales_ledger
), current_buckets AS (
  SELECT
    bucket,
    ROW_NUMBER() OVER (ORDER BY bucket) AS place
  FROM (
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
  ) AS days
), current_rows AS (
  SELECT
    current_buckets.bucket,
    current_buckets.place,
    COALESCE(current_period.total_sales_numerator, 0) AS total_sales_numerator
  FROM current_buckets
  LEFT JOIN current_period
    ON current_buckets.bucket = current_period.bucket
), result AS (
  SELECT
    current_rows.bucket AS date,
    current_rows.total_sales_numerator AS total_sales,
    current_rows.total_sales_numerator AS total_sales_numerator,
    SUM(current_rows.total_sales_numerator) OVER (ORDER BY current_rows.bucket) AS total_sales_cumulative
  FROM current_rows
)
SELECT
  *
FROM result
ORDER BY
  date ASC
LIMIT {limit: Nullable(Int64)}
