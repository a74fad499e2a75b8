WITH current_orders AS (
  SELECT
    CAST(DATE_TRUNC('WEEK', orders.order_date) AS DATE) AS bucket,
    SUM(orders.gross_sales_minor) AS order_gross_sales,
    SUM(orders.discounts_minor) AS order_discounts,
    COUNT(*) AS order_count
  FROM orders
  WHERE
    orders.order_date >= $start AND orders.order_date < $end
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
      CAST(DATE_TRUNC('WEEK', day) AS DATE) AS bucket
    FROM UNNEST(CAST(GENERATE_SERIES($start, CAST($end - INTERVAL '1' DAY AS DATE), INTERVAL '1' DAY) AS DATE[])) AS spine(day)
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
    CAST(current_rows.aov_numerator AS DOUBLE) / NULLIF(current_rows.aov_denominator, 0) AS aov,
    current_rows.aov_numerator AS aov_numerator,
    current_rows.aov_denominator AS aov_denominator
  FROM current_rows
)
SELECT
  *
FROM result
ORDER BY
  date ASC
LIMIT $limit
