WITH current_period AS (
  SELECT
    nullIf(email_messages.name, '') AS campaign,
    COALESCE(
      SUM(email_messages.unique_clicks) FILTER(WHERE
        email_messages.channel = 'email' AND NOT (
          email_messages.delivered IS NULL
        )),
      0
    ) AS email_click_rate_numerator,
    COALESCE(SUM(email_messages.delivered) FILTER(WHERE
      email_messages.channel = 'email'), 0) AS email_click_rate_denominator
  FROM email_messages
  WHERE
    email_messages.send_date >= {start: Nullable(DATE)}
    AND email_messages.send_date < {end: Nullable(DATE)}
    AND POSITION(
      ', ' || nullIf(email_messages.lists, '') || ', ',
      ', ' || {filter_0_0: Nullable(String)} || ', '
    ) > 0
  GROUP BY
    1
)
SELECT
  current_period.campaign AS campaign,
  CAST(current_period.email_click_rate_numerator AS Nullable(Float64)) / nullIf(current_period.email_click_rate_denominator, 0) AS email_click_rate,
  current_period.email_click_rate_numerator AS email_click_rate_numerator,
  current_period.email_click_rate_denominator AS email_click_rate_denominator
FROM current_period
ORDER BY
  email_click_rate DESC,
  campaign ASC
LIMIT {limit: Nullable(Int64)}
