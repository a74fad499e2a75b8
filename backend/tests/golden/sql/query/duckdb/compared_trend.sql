WITH current_period AS (
  SELECT
    CAST(orders.order_date AS DATE) AS bucket,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= $start AND orders.order_date < $end
  GROUP BY
    1
), previous_period AS (
  SELECT
    CAST(orders.order_date AS DATE) AS bucket,
    COUNT(*) AS orders_numerator
  FROM orders
  WHERE
    orders.order_date >= $previous_start AND orders.order_date < $previous_end
  GROUP BY
    1
), current_buckets AS (
  SELECT
    bucket,
    ROW_NUMBER() OVER (ORDER BY bucket) AS place
  FROM (
    SELECT
      CAST(day AS DATE) AS bucket
    FROM UNNEST(CAST(GENERATE_SERIES($start, CAST($end - INTERVAL '1' DAY AS DATE), INTERVAL '1' DAY) AS DATE[])) AS spine(day)
  ) AS days
), current_rows AS (
  SELECT
    current_buckets.bucket,
    current_buckets.place,
    COALESCE(current_period.orders_numerator, 0) AS orders_numerator
  FROM current_buckets
  LEFT JOIN current_period
    ON current_buckets.bucket = current_period.bucket
), previous_buckets AS (
  SELECT
    bucket,
    ROW_NUMBER() OVER (ORDER BY bucket) AS place
  FROM (
    SELECT
      CAST(day AS DATE) AS bucket
    FROM UNNEST(CAST(GENERATE_SERIES($previous_start, CAST($previous_end - INTERVAL '1' DAY AS DATE), INTERVAL '1' DAY) AS DATE[])) AS spine(day)
  ) AS days
), previous_rows AS (
  SELECT
    previous_buckets.bucket,
    previous_buckets.place,
    COALESCE(previous_period.orders_numerator, 0) AS orders_numerator
  FROM previous_buckets
  LEFT JOIN previous_period
    ON previous_buckets.bucket = previous_period.bucket
)
SELECT
  current_rows.bucket AS date,
  previous_rows.bucket AS previous_date,
  current_rows.orders_numerator AS orders,
  current_rows.orders_numerator AS orders_numerator,
  previous_rows.orders_numerator AS previous_orders,
  previous_rows.orders_numerator AS previous_orders_numerator
FROM current_rows
FULL JOIN previous_rows
  ON current_rows.place = previous_rows.place
ORDER BY
  date ASC,
  previous_date ASC
LIMIT $limit
