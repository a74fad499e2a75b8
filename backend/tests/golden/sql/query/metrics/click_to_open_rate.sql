WITH current_email_messages AS (
  SELECT
    SUM(email_messages.unique_clicks) FILTER(WHERE
      email_messages.channel = 'email' AND NOT email_messages.unique_opens IS NULL) AS campaign_email_clicks_of_opens,
    SUM(email_messages.unique_opens) FILTER(WHERE
      email_messages.channel = 'email') AS campaign_email_all_opens
  FROM email_messages
  WHERE
    email_messages.send_date >= $start AND email_messages.send_date < $end
), current_email_flows AS (
  SELECT
    SUM(email_flows.unique_clicks) FILTER(WHERE
      email_flows.channel = 'email' AND NOT email_flows.unique_opens IS NULL) AS flow_email_clicks_of_opens,
    SUM(email_flows.unique_opens) FILTER(WHERE
      email_flows.channel = 'email') AS flow_email_all_opens
  FROM email_flows
  WHERE
    email_flows.bucket_start >= $start
    AND email_flows.bucket_start < $end
    AND email_flows.grain = $email_flows_flow_grain
    AND (
      COALESCE(email_flows.message_id, '') <> ''
    ) = $email_flows_flow_messages
), current_period AS (
  SELECT
    COALESCE(current_email_messages.campaign_email_clicks_of_opens, 0) + COALESCE(current_email_flows.flow_email_clicks_of_opens, 0) AS click_to_open_rate_numerator,
    COALESCE(current_email_messages.campaign_email_all_opens, 0) + COALESCE(current_email_flows.flow_email_all_opens, 0) AS click_to_open_rate_denominator
  FROM current_email_messages
  CROSS JOIN current_email_flows
)
SELECT
  CAST(current_period.click_to_open_rate_numerator AS DOUBLE) / NULLIF(current_period.click_to_open_rate_denominator, 0) AS click_to_open_rate,
  current_period.click_to_open_rate_numerator AS click_to_open_rate_numerator,
  current_period.click_to_open_rate_denominator AS click_to_open_rate_denominator
FROM current_period
LIMIT $limit
