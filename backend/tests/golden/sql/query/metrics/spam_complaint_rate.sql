WITH current_email_messages AS (
  SELECT
    SUM(email_messages.spam_complaints) FILTER(WHERE
      email_messages.channel = 'email' AND NOT email_messages.delivered IS NULL) AS campaign_email_complaints,
    SUM(email_messages.delivered) FILTER(WHERE
      email_messages.channel = 'email') AS campaign_email_delivered
  FROM email_messages
  WHERE
    email_messages.send_date >= $start AND email_messages.send_date < $end
), current_email_flows AS (
  SELECT
    SUM(email_flows.spam_complaints) FILTER(WHERE
      email_flows.channel = 'email' AND NOT email_flows.delivered IS NULL) AS flow_email_complaints,
    SUM(email_flows.delivered) FILTER(WHERE
      email_flows.channel = 'email') AS flow_email_delivered
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
    COALESCE(current_email_messages.campaign_email_complaints, 0) + COALESCE(current_email_flows.flow_email_complaints, 0) AS spam_complaint_rate_numerator,
    COALESCE(current_email_messages.campaign_email_delivered, 0) + COALESCE(current_email_flows.flow_email_delivered, 0) AS spam_complaint_rate_denominator
  FROM current_email_messages
  CROSS JOIN current_email_flows
)
SELECT
  CAST(current_period.spam_complaint_rate_numerator AS DOUBLE) / NULLIF(current_period.spam_complaint_rate_denominator, 0) AS spam_complaint_rate,
  current_period.spam_complaint_rate_numerator AS spam_complaint_rate_numerator,
  current_period.spam_complaint_rate_denominator AS spam_complaint_rate_denominator
FROM current_period
LIMIT $limit
