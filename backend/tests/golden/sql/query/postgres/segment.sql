WITH current_period AS (
  SELECT
    NULLIF(email_messages.name, '') AS campaign,
    COALESCE(
      SUM(email_messages.unique_clicks) FILTER(WHERE
        email_messages.channel = 'email' AND NOT email_messages.delivered IS NULL),
      0
    ) AS email_click_rate_numerator,
    COALESCE(SUM(email_messages.delivered) FILTER(WHERE
      email_messages.channel = 'email'), 0) AS email_click_rate_denominator
  FROM email_messages
  WHERE
    email_messages.send_date >= CAST(%(start)s AS DATE)
    AND email_messages.send_date < CAST(%(end)s AS DATE)
    AND POSITION(
      ', ' || %(filter_0_0)s || ', ' IN ', ' || NULLIF(email_messages.lists, '') || ', '
    ) > 0
  GROUP BY
    1
)
SELECT
  current_period.campaign AS campaign,
  CAST(current_period.email_click_rate_numerator AS DOUBLE PRECISION) / NULLIF(current_period.email_click_rate_denominator, 0) AS email_click_rate,
  current_period.email_click_rate_numerator AS email_click_rate_numerator,
  current_period.email_click_rate_denominator AS email_click_rate_denominator
FROM current_period
ORDER BY
  email_click_rate DESC NULLS LAST,
  campaign ASC
LIMIT %(limit)s
