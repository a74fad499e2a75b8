SELECT
  bucket_start AS date,
  SUM(recipients) FILTER(WHERE
    channel = 'email') AS flow_email_recipients,
  SUM(delivered) FILTER(WHERE
    channel = 'email') AS flow_email_delivered,
  SUM(unique_opens) FILTER(WHERE
    channel = 'email' AND NOT delivered IS NULL) AS flow_email_opens,
  SUM(unique_clicks) FILTER(WHERE
    channel = 'email' AND NOT delivered IS NULL) AS flow_email_clicks,
  SUM(unsubscribes) FILTER(WHERE
    channel = 'email' AND NOT delivered IS NULL) AS flow_email_unsubscribes,
  SUM(orders) FILTER(WHERE
    channel = 'email' AND NOT recipients IS NULL) AS flow_email_orders,
  SUM(recipients) FILTER(WHERE
    channel = 'email' AND NOT orders IS NULL) AS flow_email_recipients_with_orders,
  SUM(revenue_minor) FILTER(WHERE
    channel = 'email') AS flow_email_revenue,
  SUM(unique_clicks) FILTER(WHERE
    NOT orders IS NULL) AS flow_message_clicks,
  SUM(orders) AS flow_message_orders,
  SUM(revenue_minor) AS flow_message_revenue
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
