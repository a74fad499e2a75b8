WITH current_email_messages AS (
  SELECT
    send_date AS date,
    SUM(orders) FILTER(WHERE
      channel = 'email' AND NOT recipients IS NULL) AS campaign_email_orders,
    SUM(recipients) FILTER(WHERE
      channel = 'email' AND NOT orders IS NULL) AS campaign_email_recipients_with_orders
  FROM email_messages
  WHERE
    send_date >= $start AND send_date < $end
  GROUP BY
    GROUPING SETS (
      (send_date),
      ()
    )
), current_email_flows AS (
  SELECT
    bucket_start AS date,
    SUM(orders) FILTER(WHERE
      channel = 'email' AND NOT recipients IS NULL) AS flow_email_orders,
    SUM(recipients) FILTER(WHERE
      channel = 'email' AND NOT orders IS NULL) AS flow_email_recipients_with_orders
  FROM email_flows
  WHERE
    bucket_start >= $start
    AND bucket_start < $end
    AND grain = $flow_grain
    AND (
      COALESCE(message_id, '') <> ''
    ) = $flow_messages
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
    COALESCE(current_email_messages.campaign_email_orders, 0) + COALESCE(current_email_flows.flow_email_orders, 0) AS numerator,
    COALESCE(current_email_messages.campaign_email_recipients_with_orders, 0) + COALESCE(current_email_flows.flow_email_recipients_with_orders, 0) AS denominator
  FROM current_days
  LEFT JOIN current_email_messages
    ON current_email_messages.date IS NOT DISTINCT FROM current_days.date
  LEFT JOIN current_email_flows
    ON current_email_flows.date IS NOT DISTINCT FROM current_days.date
), previous_email_messages AS (
  SELECT
    send_date AS date,
    SUM(orders) FILTER(WHERE
      channel = 'email' AND NOT recipients IS NULL) AS campaign_email_orders,
    SUM(recipients) FILTER(WHERE
      channel = 'email' AND NOT orders IS NULL) AS campaign_email_recipients_with_orders
  FROM email_messages
  WHERE
    send_date >= $previous_start AND send_date < $previous_end
  GROUP BY
    GROUPING SETS (
      (send_date),
      ()
    )
), previous_email_flows AS (
  SELECT
    bucket_start AS date,
    SUM(orders) FILTER(WHERE
      channel = 'email' AND NOT recipients IS NULL) AS flow_email_orders,
    SUM(recipients) FILTER(WHERE
      channel = 'email' AND NOT orders IS NULL) AS flow_email_recipients_with_orders
  FROM email_flows
  WHERE
    bucket_start >= $previous_start
    AND bucket_start < $previous_end
    AND grain = $flow_grain
    AND (
      COALESCE(message_id, '') <> ''
    ) = $flow_messages
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
    COALESCE(previous_email_messages.campaign_email_orders, 0) + COALESCE(previous_email_flows.flow_email_orders, 0) AS numerator,
    COALESCE(previous_email_messages.campaign_email_recipients_with_orders, 0) + COALESCE(previous_email_flows.flow_email_recipients_with_orders, 0) AS denominator
  FROM previous_days
  LEFT JOIN previous_email_messages
    ON previous_email_messages.date IS NOT DISTINCT FROM previous_days.date
  LEFT JOIN previous_email_flows
    ON previous_email_flows.date IS NOT DISTINCT FROM previous_days.date
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
