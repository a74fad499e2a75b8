WITH current_email_messages AS (
  SELECT
    SUM(email_messages.revenue_minor) FILTER(WHERE
      email_messages.channel = 'email' AND NOT email_messages.orders IS NULL) AS campaign_email_revenue_of_orders,
    SUM(email_messages.orders) FILTER(WHERE
      email_messages.channel = 'email') AS campaign_email_any_orders
  FROM email_messages
  WHERE
    email_messages.send_date >= $start AND email_messages.send_date < $end
), current_email_flows AS (
  SELECT
    SUM(email_flows.revenue_minor) FILTER(WHERE
      email_flows.channel = 'email' AND NOT email_flows.orders IS NULL) AS flow_email_revenue_of_orders,
    SUM(email_flows.orders) FILTER(WHERE
      email_flows.channel = 'email') AS flow_email_any_orders
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
    COALESCE(current_email_messages.campaign_email_revenue_of_orders, 0) + COALESCE(current_email_flows.flow_email_revenue_of_orders, 0) AS email_aov_numerator,
    COALESCE(current_email_messages.campaign_email_any_orders, 0) + COALESCE(current_email_flows.flow_email_any_orders, 0) AS email_aov_denominator
  FROM current_email_messages
  CROSS JOIN current_email_flows
)
SELECT
  CAST(current_period.email_aov_numerator AS DOUBLE) / NULLIF(current_period.email_aov_denominator, 0) AS email_aov,
  current_period.email_aov_numerator AS email_aov_numerator,
  current_period.email_aov_denominator AS email_aov_denominator
FROM current_period
LIMIT $limit
