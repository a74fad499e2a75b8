WITH current_orders AS (
  SELECT
    order_date AS date,
    COUNT(DISTINCT customer_key) FILTER(WHERE
      customer_type = 'returning') AS returning_customers,
    COUNT(*) FILTER(WHERE
      customer_type = 'new') AS new_customers
  FROM orders
  WHERE
    order_date >= {start: Nullable(DATE)} AND order_date < {end: Nullable(DATE)}
  GROUP BY
    GROUPING SETS (
      (order_date),
      ()
    )
), current_days AS (
  SELECT
    CAST(NULL AS Nullable(DATE)) AS date,
    CAST(-1 AS Nullable(Int64)) AS position
  UNION ALL
  SELECT
    CAST(day AS Nullable(DATE)) AS date,
    CAST(DATE_DIFF(DAY, {start: Nullable(DATE)}, day) AS Nullable(Int64)) AS position
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
    order_date >= {previous_start: Nullable(DATE)}
    AND order_date < {previous_end: Nullable(DATE)}
  GROUP BY
    GROUPING SETS (
      (order_date),
      ()
    )
), previous_days AS (
  SELECT
    CAST(NULL AS Nullable(DATE)) AS date,
    CAST(-1 AS Nullable(Int64)) AS position
  UNION ALL
  SELECT
    CAST(day AS Nullable(DATE)) AS date,
    CAST(DATE_DIFF(DAY, {previous_start: Nullable(DATE)}, day) AS Nullable(Int64)) AS position
  FROM (
    SELECT
      addDays({previous_start: Nullable(DATE)}, number) AS day
    FROM numbers(
      DATE_DIFF(
        DAY,
        {previous_start: Nullable(DATE)},
        CAST({previous_end: Nullable(DATE)} - INTERVAL '1' DAY AS Nullable(DATE))
      ) + 1
    )
  ) AS spine
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
  CAST(current_period.numerator AS Nullable(Float64)) / nullIf(current_period.denominator, 0) AS value,
  previous_period.date AS previous_date,
  previous_period.numerator AS previous_numerator,
  previous_period.denominator AS previous_denominator,
  CAST(previous_period.numerator AS Nullable(Float64)) / nullIf(previous_period.denominator, 0) AS previous_value
FROM current_period
FULL JOIN previous_period
  ON current_period.position = previous_period.position
ORDER BY
  position NULLS FIRST
