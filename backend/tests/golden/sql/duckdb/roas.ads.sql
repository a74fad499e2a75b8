WITH current_ad_spend AS (
  SELECT
    date AS date,
    SUM(conversion_value_minor) AS ad_conversion_value,
    SUM(spend_minor) AS ad_cost
  FROM ad_spend
  WHERE
    date >= $start AND date < $end
  GROUP BY
    GROUPING SETS (
      (date),
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
    COALESCE(current_ad_spend.ad_conversion_value, 0) AS numerator,
    COALESCE(current_ad_spend.ad_cost, 0) AS denominator
  FROM current_days
  LEFT JOIN current_ad_spend
    ON current_ad_spend.date IS NOT DISTINCT FROM current_days.date
), previous_ad_spend AS (
  SELECT
    date AS date,
    SUM(conversion_value_minor) AS ad_conversion_value,
    SUM(spend_minor) AS ad_cost
  FROM ad_spend
  WHERE
    date >= $previous_start AND date < $previous_end
  GROUP BY
    GROUPING SETS (
      (date),
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
    COALESCE(previous_ad_spend.ad_conversion_value, 0) AS numerator,
    COALESCE(previous_ad_spend.ad_cost, 0) AS denominator
  FROM previous_days
  LEFT JOIN previous_ad_spend
    ON previous_ad_spend.date IS NOT DISTINCT FROM previous_days.date
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
  position NULLS FIRST
