WITH current_report_channels AS (
  SELECT
    bucket_start AS date,
    SUM(amount) AS channel_total_sales
  FROM report_facts
  WHERE
    bucket_start >= $start
    AND bucket_start < $end
    AND (
      dims ->> '$.referring_type'
    ) IN ('paid', 'marketing', 'email', 'sms', 'affiliate')
    AND report_key = $report
    AND metric = 'total_sales'
  GROUP BY
    GROUPING SETS (
      (bucket_start),
      ()
    )
), current_report_channels_denominator AS (
  SELECT
    bucket_start AS date,
    SUM(amount) AS channel_orders
  FROM report_facts
  WHERE
    bucket_start >= $start
    AND bucket_start < $end
    AND (
      dims ->> '$.referring_type'
    ) IN ('paid', 'marketing', 'email', 'sms', 'affiliate')
    AND report_key = $denominator_report
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
    CAST(DATE_DIFF('DAY', $start, day) AS BIGINT) AS position
  FROM UNNEST(CAST(GENERATE_SERIES($start, CAST($end - INTERVAL '1' DAY AS DATE), INTERVAL '1' DAY) AS DATE[])) AS spine(day)
), current_period AS (
  SELECT
    current_days.position,
    current_days.date,
    COALESCE(current_report_channels.channel_total_sales, 0) AS numerator,
    COALESCE(current_report_channels_denominator.channel_orders, 0) AS denominator
  FROM current_days
  LEFT JOIN current_report_channels
    ON current_report_channels.date IS NOT DISTINCT FROM current_days.date
  LEFT JOIN current_report_channels_denominator
    ON current_report_channels_denominator.date IS NOT DISTINCT FROM current_days.date
), previous_report_channels AS (
  SELECT
    bucket_start AS date,
    SUM(amount) AS channel_total_sales
  FROM report_facts
  WHERE
    bucket_start >= $previous_start
    AND bucket_start < $previous_end
    AND (
      dims ->> '$.referring_type'
    ) IN ('paid', 'marketing', 'email', 'sms', 'affiliate')
    AND report_key = $report
    AND metric = 'total_sales'
  GROUP BY
    GROUPING SETS (
      (bucket_start),
      ()
    )
), previous_report_channels_denominator AS (
  SELECT
    bucket_start AS date,
    SUM(amount) AS channel_orders
  FROM report_facts
  WHERE
    bucket_start >= $previous_start
    AND bucket_start < $previous_end
    AND (
      dims ->> '$.referring_type'
    ) IN ('paid', 'marketing', 'email', 'sms', 'affiliate')
    AND report_key = $denominator_report
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
    CAST(DATE_DIFF('DAY', $previous_start, day) AS BIGINT) AS position
  FROM UNNEST(CAST(GENERATE_SERIES($previous_start, CAST($previous_end - INTERVAL '1' DAY AS DATE), INTERVAL '1' DAY) AS DATE[])) AS spine(day)
), previous_period AS (
  SELECT
    previous_days.position,
    previous_days.date,
    COALESCE(previous_report_channels.channel_total_sales, 0) AS numerator,
    COALESCE(previous_report_channels_denominator.channel_orders, 0) AS denominator
  FROM previous_days
  LEFT JOIN previous_report_channels
    ON previous_report_channels.date IS NOT DISTINCT FROM previous_days.date
  LEFT JOIN previous_report_channels_denominator
    ON previous_report_channels_denominator.date IS NOT DISTINCT FROM previous_days.date
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
