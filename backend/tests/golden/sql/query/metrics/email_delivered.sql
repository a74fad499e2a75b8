WITH current_email_messages AS (
  SELECT
    SUM(email_messages.delivered) AS campaign_email_delivered
  FROM email_messages
  WHERE
    email_messages.send_date >= $start
    AND email_messages.send_date < $end
    AND email_messages.channel = 'email'
), current_email_flows AS (
  SELECT
    SUM(email_flows.delivered) AS flow_email_delivered
  FROM email_flows
  WHERE
    email_flows.bucket_start >= $start
    AND email_flows.bucket_start < $end
    AND email_flows.grain = $email_flows_flow_grain
    AND (
      COALESCE(email_flows.message_id, '') <> ''
    ) = $email_flows_flow_messages
    AND email_flows.channel = 'email'
), current_period AS (
  SELECT
    COALESCE(current_email_messages.campaign_email_delivered, 0) + COALESCE(current_email_flows.flow_email_delivered, 0) AS email_delivered_numerator
  FROM current_email_messages
  CROSS JOIN current_email_flows
)
SELECT
  current_period.email_delivered_numerator AS email_delivered,
  current_period.email_delivered_numerator AS email_delivered_numerator
FROM current_period
LIMIT $limit
