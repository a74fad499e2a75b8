WITH current_sales_ledger AS (
  SELECT
    event_date AS date,
    SUM(total_sales_minor) AS total_sales
  FROM sales_ledger
  WHERE
    event_date >= {start: Nullable(DATE)} AND event_date < {end: Nullable(DATE)}
  GROUP BY
    GROUPING SETS (
      (event_date),
      ()
    )
), current_ad_spend AS (
  SELECT
    date AS date,
    SUM(spend_minor) AS ad_cost
  FROM ad_spend
  WHERE
    date >= {start: Nullable(DATE)} AND date < {end: Nullable(DATE)}
  GROUP BY
    GROUPING SETS (
      (date),
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
    COALESCE(current_sales_ledger.total_sales, 0) AS numerator,
    COALESCE(current_ad_spend.ad_cost, 0) AS denominator
  FROM current_days
  LEFT JOIN current_sales_ledger
    ON current_sales_ledger.date IS NOT DISTINCT FROM current_days.date
  LEFT JOIN current_ad_spend
    ON current_ad_spend.date IS NOT DISTINCT FROM current_days.date
), previous_sales_ledger AS (
  SELECT
    event_date AS date,
    SUM(total_sales_minor) AS total_sales
  FROM sales_ledger
  WHERE
    event_date >= {previous_start: Nullable(DATE)}
    AND event_date < {previous_end: Nullable(DATE)}
  GROUP BY
    GROUPING SETS (
      (event_date),
      ()
    )
), previous_ad_spend AS (
  SELECT
    date AS date,
    SUM(spend_minor) AS ad_cost
  FROM ad_spend
  WHERE
    date >= {previous_start: Nullable(DATE)}
    AND date < {previous_end: Nullable(DATE)}
  GROUP BY
    GROUPING SETS (
      (date),
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
    COALESCE(previous_sales_ledger.total_sales, 0) AS numerator,
    COALESCE(previous_ad_spend.ad_cost, 0) AS denominator
  FROM previous_days
  LEFT JOIN previous_sales_ledger
    ON previous_sales_ledger.date IS NOT DISTINCT FROM previous_days.date
  LEFT JOIN previous_ad_spend
    ON previous_ad_spend.date IS NOT DISTINCT FROM previous_days.date
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
