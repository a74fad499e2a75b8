WITH current_email_messages AS (
  SELECT
    SUM(email_messages.revenue_minor) FILTER(WHERE
      email_messages.channel = 'email' AND NOT email_messages.recipients IS NULL) AS campaign_email_known_revenue,
    SUM(email_messages.recipients) FILTER(WHERE
      email_messages.channel = 'email') AS campaign_email_recipients
  FROM email_messages
  WHERE
    email_messages.send_date >= $start AND email_messages.send_date < $end
), current_email_flows AS (
  SELECT
    SUM(email_flows.revenue_minor) FILTER(WHERE
      email_flows.channel = 'email' AND NOT email_flows.recipients IS NULL) AS flow_email_known_revenue,
    SUM(email_flows.recipients) FILTER(WHERE
      email_flows.channel = 'email') AS flow_email_recipients
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
    COALESCE(current_email_messages.campaign_email_known_revenue, 0) + COALESCE(current_email_flows.flow_email_known_revenue, 0) AS revenue_per_recipient_numerator,
    COALESCE(current_email_messages.campaign_email_recipients, 0) + COALESCE(current_email_flows.flow_email_recipients, 0) AS revenue_per_recipient_denominator
  FROM current_email_messages
  CROSS JOIN current_email_flows
)
SELECT
  CAST(current_period.revenue_per_recipient_numerator AS DOUBLE) / NULLIF(current_period.revenue_per_recipient_denominator, 0) AS revenue_per_recipient,
  current_period.revenue_per_recipient_numerator AS revenue_per_recipient_numerator,
  current_period.revenue_per_recipient_denominator AS revenue_per_recipient_denominator
FROM current_period
LIMIT $limit
