WITH current_email_messages AS (
  SELECT
    NULLIF(email_messages.name, '') AS campaign,
    SUM(email_messages.unique_clicks) FILTER(WHERE
      email_messages.channel = 'email' AND NOT email_messages.delivered IS NULL) AS campaign_email_clicks,
    SUM(email_messages.delivered) FILTER(WHERE
      email_messages.channel = 'email') AS campaign_email_delivered
  FROM email_messages
  WHERE
    email_messages.send_date >= CAST(:start AS DATE)
    AND email_messages.send_date < CAST(:end AS DATE)
    AND LOCATE(', ' || :filter_0_0 || ', ', ', ' || NULLIF(email_messages.lists, '') || ', ') > 0
  GROUP BY
    1
), current_period AS (
  SELECT
    current_email_messages.campaign AS campaign,
    COALESCE(current_email_messages.campaign_email_clicks, 0) AS email_click_rate_numerator,
    COALESCE(current_email_messages.campaign_email_delivered, 0) AS email_click_rate_denominator
  FROM current_email_messages
), result AS (
  SELECT
    current_period.campaign AS campaign,
    CAST(current_period.email_click_rate_numerator AS DOUBLE) / NULLIF(current_period.email_click_rate_denominator, 0) AS email_click_rate,
    current_period.email_click_rate_numerator AS email_click_rate_numerator,
    current_period.email_click_rate_denominator AS email_click_rate_denominator
  FROM current_period
)
SELECT
  *
FROM result
ORDER BY
  email_click_rate DESC,
  campaign ASC NULLS LAST
LIMIT :limit
