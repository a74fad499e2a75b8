WITH current_orders AS (
  SELECT
    CAST(dateTrunc('WEEK', orders.order_date) AS Nullable(DATE)) AS bucket,
    SUM(orders.gross_sales_minor) AS order_gross_sales,
    SUM(orders.discounts_minor) AS order_discounts,
    COUNT(*) AS order_count
  FROM orders
  WHERE
    orders.order_date >= {start: Nullable(DATE)}
    AND orders.order_date < {end: Nullable(DATE)}
  GROUP BY
    1
), current_period AS (
  SELECT
    current_orders.bucket AS bucket,
    COALESCE(current_orders.order_gross_sales, 0) + COALESCE(current_orders.order_discounts, 0) AS aov_numerator,
    COALESCE(current_orders.order_count, 0) AS aov_denominator
  FROM current_orders
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
    COALESCE(current_period.aov_numerator, 0) AS aov_numerator,
    COALESCE(current_period.aov_denominator, 0) AS aov_denominator
  FROM current_buckets
  LEFT JOIN current_period
    ON current_buckets.bucket = current_period.bucket
), result AS (
  SELECT
    current_rows.bucket AS date,
    CAST(current_rows.aov_numerator AS Nullable(Float64)) / nullIf(current_rows.aov_denominator, 0) AS aov,
    current_rows.aov_numerator AS aov_numerator,
    current_rows.aov_denominator AS aov_denominator
  FROM current_rows
)
SELECT
  *
FROM result
ORDER BY
  date ASC
LIMIT {limit: Nullable(Int64)}
