WITH current_orders AS (
  SELECT
    order_date AS date,
    COUNT(*) AS new_customers
  FROM orders
  WHERE
    order_date >= $start AND order_date < $end AND customer_type = 'new'
  GROUP BY
    GROUPING SETS (
      (order_date),
      ()
    )
), current_days AS (
  SELECT
    CAST(NULL AS DATE) AS date,
    CAST(-1 AS BIGINT) AS position
  UNION ALL
  SELECT
    CAST(day AS DATE) AS date,
    CAST(DATE_DIFF('DAY', $start, day) AS BIGINT) AS position
  FROM UNNEST(CAST(GENERATE_SERIES($start, CAST($end - INTERVAL '1' DAY AS DATE), INTERVAL '1' DAY) AS DATE[])) AS spine(day)
), current_period AS (
  SELECT
    current_days.position,
    current_days.date,
    COALESCE(current_orders.new_customers, 0) AS numerator
  FROM current_days
  LEFT JOIN current_orders
    ON current_orders.date IS NOT DISTINCT FROM current_days.date
), previous_orders AS (
  SELECT
    order_date AS date,
    COUNT(*) AS new_customers
  FROM orders
  WHERE
    order_date >= $previous_start
    AND order_date < $previous_end
    AND customer_type = 'new'
  GROUP BY
    GROUPING SETS (
      (order_date),
      ()
    )
), previous_days AS (
  SELECT
    CAST(NULL AS DATE) AS date,
    CAST(-1 AS BIGINT) AS position
  UNION ALL
  SELECT
    CAST(day AS DATE) AS date,
    CAST(DATE_DIFF('DAY', $previous_start, day) AS BIGINT) AS position
  FROM UNNEST(CAST(GENERATE_SERIES($previous_start, CAST($previous_end - INTERVAL '1' DAY AS DATE), INTERVAL '1' DAY) AS DATE[])) AS spine(day)
), previous_period AS (
  SELECT
    previous_days.position,
    previous_days.date,
    COALESCE(previous_orders.new_customers, 0) AS numerator
  FROM previous_days
  LEFT JOIN previous_orders
    ON previous_orders.date IS NOT DISTINCT FROM previous_days.date
)
SELECT
  COALESCE(current_period.position, previous_period.position) AS position,
  current_period.date AS date,
  current_period.numerator AS numerator,
  current_period.numerator AS value,
  previous_period.date AS previous_date,
  previous_period.numerator AS previous_numerator,
  previous_period.numerator AS previous_value
FROM current_period
FULL JOIN previous_period
  ON current_period.position = previous_period.position
ORDER BY
  position NULLS FIRST
