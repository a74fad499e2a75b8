WITH current_email_messages AS (
  SELECT
    SUM(email_messages.revenue_minor) AS campaign_email_revenue
  FROM email_messages
  WHERE
    email_messages.send_date >= $start
    AND email_messages.send_date < $end
    AND email_messages.channel = 'email'
), current_email_flows AS (
  SELECT
    SUM(email_flows.revenue_minor) AS flow_email_revenue
  FROM email_flows
  WHERE
    email_flows.bucket_start >= $start
    AND email_flows.bucket_start < $end
    AND email_flows.grain = $email_flows_flow_grain
    AND (
      COALESCE(email_flows.message_id, '') <> ''
    ) = $email_flows_flow_messages
    AND email_flows.channel = 'email'
), current_sales_ledger AS (
  SELECT
    SUM(sales_ledger.total_sales_minor) AS total_sales
  FROM sales_ledger
  WHERE
    sales_ledger.event_date >= $start AND sales_ledger.event_date < $end
), current_period AS (
  SELECT
    COALESCE(current_email_messages.campaign_email_revenue, 0) + COALESCE(current_email_flows.flow_email_revenue, 0) AS email_revenue_share_numerator,
    COALESCE(current_sales_ledger.total_sales, 0) AS email_revenue_share_denominator
  FROM current_email_messages
  CROSS JOIN current_email_flows
  CROSS JOIN current_sales_ledger
)
SELECT
  CAST(current_period.email_revenue_share_numerator AS DOUBLE) / NULLIF(current_period.email_revenue_share_denominator, 0) AS email_revenue_share,
  current_period.email_revenue_share_numerator AS email_revenue_share_numerator,
  current_period.email_revenue_share_denominator AS email_revenue_share_denominator
FROM current_period
LIMIT $limit
