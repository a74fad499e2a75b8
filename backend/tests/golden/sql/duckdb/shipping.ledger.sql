WITH current_sales_ledger AS (
  SELECT
    event_date AS date,
    SUM(shipping_minor) AS shipping
  FROM sales_ledger
  WHERE
    event_date >= $start AND event_date < $end
  GROUP BY
    GROUPING SETS (
      (event_date),
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
    COALESCE(current_sales_ledger.shipping, 0) AS numerator
  FROM current_days
  LEFT JOIN current_sales_ledger
    ON current_sales_ledger.date IS NOT DISTINCT FROM current_days.date
), previous_sales_ledger AS (
  SELECT
    event_date AS date,
    SUM(shipping_minor) AS shipping
  FROM sales_ledger
  WHERE
    event_date >= $previous_start AND event_date < $previous_end
  GROUP BY
    GROUPING SETS (
      (event_date),
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
    COALESCE(previous_sales_ledger.shipping, 0) AS numerator
  FROM previous_days
  LEFT JOIN previous_sales_ledger
    ON previous_sales_ledger.date IS NOT DISTINCT FROM previous_days.date
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
