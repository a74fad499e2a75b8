WITH current_report_campaigns AS (
  SELECT
    bucket_start AS date,
    SUM(amount) AS campaign_total_sales
  FROM report_facts
  WHERE
    bucket_start >= CAST(%(start)s AS DATE)
    AND bucket_start < CAST(%(end)s AS DATE)
    AND COALESCE((
      JSON_EXTRACT_PATH_TEXT(CAST(dims AS JSON), 'utm_campaign') COLLATE "C"
    ), '') <> ''
    AND report_key = %(report)s
    AND metric = 'total_sales'
  GROUP BY
    GROUPING SETS (
      (bucket_start),
      ()
    )
), current_report_campaigns_denominator AS (
  SELECT
    bucket_start AS date,
    SUM(amount) AS campaign_orders
  FROM report_facts
  WHERE
    bucket_start >= CAST(%(start)s AS DATE)
    AND bucket_start < CAST(%(end)s AS DATE)
    AND COALESCE((
      JSON_EXTRACT_PATH_TEXT(CAST(dims AS JSON), 'utm_campaign') COLLATE "C"
    ), '') <> ''
    AND report_key = %(denominator_report)s
    AND metric = 'orders'
  GROUP BY
    GROUPING SETS (
      (bucket_start),
      ()
    )
), current_days AS (
  SELECT
    CAST(NULL AS DATE) AS date,
    CAST(-1 AS BIGINT) AS position
  UNION ALL
  SELECT
    CAST(day AS DATE) AS date,
    CAST(CAST(EXTRACT(epoch FROM CAST(day AS TIMESTAMP) - CAST(CAST(%(start)s AS DATE) AS TIMESTAMP)) / 86400 AS BIGINT) AS BIGINT) AS position
  FROM (
    SELECT
      CAST(value AS DATE)
    FROM GENERATE_SERIES(
      CAST(%(start)s AS DATE),
      CAST(CAST(%(end)s AS DATE) - INTERVAL '1 DAY' AS DATE),
      INTERVAL '1 DAY'
    ) AS _t(value)
  ) AS spine(day)
), current_period AS (
  SELECT
    current_days.position,
    current_days.date,
    COALESCE(current_report_campaigns.campaign_total_sales, 0) AS numerator,
    COALESCE(current_report_campaigns_denominator.campaign_orders, 0) AS denominator
  FROM current_days
  LEFT JOIN current_report_campaigns
    ON current_report_campaigns.date IS NOT DISTINCT FROM current_days.date
  LEFT JOIN current_report_campaigns_denominator
    ON current_report_campaigns_denominator.date IS NOT DISTINCT FROM current_days.date
), previous_report_campaigns AS (
  SELECT
    bucket_start AS date,
    SUM(amount) AS campaign_total_sales
  FROM report_facts
  WHERE
    bucket_start >= CAST(%(previous_start)s AS DATE)
    AND bucket_start < CAST(%(previous_end)s AS DATE)
    AND COALESCE((
      JSON_EXTRACT_PATH_TEXT(CAST(dims AS JSON), 'utm_campaign') COLLATE "C"
    ), '') <> ''
    AND report_key = %(report)s
    AND metric = 'total_sales'
  GROUP BY
    GROUPING SETS (
      (bucket_start),
      ()
    )
), previous_report_campaigns_denominator AS (
  SELECT
    bucket_start AS date,
    SUM(amount) AS campaign_orders
  FROM report_facts
  WHERE
    bucket_start >= CAST(%(previous_start)s AS DATE)
    AND bucket_start < CAST(%(previous_end)s AS DATE)
    AND COALESCE((
      JSON_EXTRACT_PATH_TEXT(CAST(dims AS JSON), 'utm_campaign') COLLATE "C"
    ), '') <> ''
    AND report_key = %(denominator_report)s
    AND metric = 'orders'
  GROUP BY
    GROUPING SETS (
      (bucket_start),
      ()
    )
), previous_days AS (
  SELECT
    CAST(NULL AS DATE) AS date,
    CAST(-1 AS BIGINT) AS position
  UNION ALL
  SELECT
    CAST(day AS DATE) AS date,
    CAST(CAST(EXTRACT(epoch FROM CAST(day AS TIMESTAMP) - CAST(CAST(%(previous_start)s AS DATE) AS TIMESTAMP)) / 86400 AS BIGINT) AS BIGINT) AS position
  FROM (
    SELECT
      CAST(value AS DATE)
    FROM GENERATE_SERIES(
      CAST(%(previous_start)s AS DATE),
      CAST(CAST(%(previous_end)s AS DATE) - INTERVAL '1 DAY' AS DATE),
      INTERVAL '1 DAY'
    ) AS _t(value)
  ) AS spine(day)
), previous_period AS (
  SELECT
    previous_days.position,
    previous_days.date,
    COALESCE(previous_report_campaigns.campaign_total_sales, 0) AS numerator,
    COALESCE(previous_report_campaigns_denominator.campaign_orders, 0) AS denominator
  FROM previous_days
  LEFT JOIN previous_report_campaigns
    ON previous_report_campaigns.date IS NOT DISTINCT FROM previous_days.date
  LEFT JOIN previous_report_campaigns_denominator
    ON previous_report_campaigns_denominator.date IS NOT DISTINCT FROM previous_days.date
)
SELECT
  COALESCE(current_period.position, previous_period.position) AS position,
  current_period.date AS date,
  current_period.numerator AS numerator,
  current_period.denominator AS denominator,
  CAST(current_period.numerator AS DOUBLE PRECISION) / NULLIF(current_period.denominator, 0) AS value,
  previous_period.date AS previous_date,
  previous_period.numerator AS previous_numerator,
  previous_period.denominator AS previous_denominator,
  CAST(previous_period.numerator AS DOUBLE PRECISION) / NULLIF(previous_period.denominator, 0) AS previous_value
FROM current_period
FULL JOIN previous_period
  ON current_period.position = previous_period.position
ORDER BY
  position NULLS FIRST
