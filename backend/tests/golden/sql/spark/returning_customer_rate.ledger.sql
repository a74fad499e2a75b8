WITH current_orders AS (
  SELECT
    order_date AS date,
    COUNT(DISTINCT customer_key) FILTER(WHERE
      customer_type = 'returning') AS returning_customers,
    COUNT(*) FILTER(WHERE
      customer_type = 'new') AS new_customers
  FROM orders
  WHERE
    order_date >= CAST(:start AS DATE) AND order_date < CAST(:end AS DATE)
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
    CAST(DATEDIFF(DAY, CAST(:start AS DATE), day) AS BIGINT) AS position
  FROM EXPLODE(
    SEQUENCE(
      CAST(:start AS DATE),
      CAST(CAST(:end AS DATE) - INTERVAL '1' DAY AS DATE),
      INTERVAL '1' DAY
    )
  ) AS spine(day)
), current_period AS (
  SELECT
    current_days.position,
    current_days.date,
    COALESCE(current_orders.returning_customers, 0) AS numerator,
    COALESCE(current_orders.new_customers, 0) + COALESCE(current_orders.returning_customers, 0) AS denominator
  FROM current_days
  LEFT JOIN current_orders
    ON current_orders.date IS NOT DISTINCT FROM current_days.date
), previous_orders AS (
  SELECT
    order_date AS date,
    COUNT(DISTINCT customer_key) FILTER(WHERE
      customer_type = 'returning') AS returning_customers,
    COUNT(*) FILTER(WHERE
      customer_type = 'new') AS new_customers
  FROM orders
  WHERE
    order_date >= CAST(:previous_start AS DATE)
    AND order_date < CAST(:previous_end AS DATE)
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
    CAST(DATEDIFF(DAY, CAST(:previous_start AS DATE), day) AS BIGINT) AS position
  FROM EXPLODE(
    SEQUENCE(
      CAST(:previous_start AS DATE),
      CAST(CAST(:previous_end AS DATE) - INTERVAL '1' DAY AS DATE),
      INTERVAL '1' DAY
    )
  ) AS spine(day)
), previous_period AS (
  SELECT
    previous_days.position,
    previous_days.date,
    COALESCE(previous_orders.returning_customers, 0) AS numerator,
    COALESCE(previous_orders.new_customers, 0) + COALESCE(previous_orders.returning_customers, 0) AS denominator
  FROM previous_days
  LEFT JOIN previous_orders
    ON previous_orders.date IS NOT DISTINCT FROM previous_days.date
)
SELECT
  COALESCE(current_period.position, previous_period.position) AS position,
  current_period.date AS date,
  current_period.numerator AS numerator,
  current_period.denominator AS denominator,
  CAST(current_period.numerator AS DOUBLE) / NULLIF(current_period.denominator, 0) AS value,
  previous_period.date AS previous_date,
  previous_period.numerator AS previous_numerator,
  previous_period.denominator AS previous_denominator,
  CAST(previous_period.numerator AS DOUBLE) / NULLIF(previous_period.denominator, 0) AS previous_value
FROM current_period
FULL JOIN previous_period
  ON current_period.position = previous_period.position
ORDER BY
  position
