SELECT
  send_date AS date,
  SUM(recipients) FILTER(WHERE
    channel = 'email') AS campaign_email_recipients,
  SUM(delivered) FILTER(WHERE
    channel = 'email') AS campaign_email_delivered,
  SUM(unique_opens) FILTER(WHERE
    channel = 'email' AND NOT delivered IS NULL) AS campaign_email_opens,
  SUM(unique_clicks) FILTER(WHERE
    channel = 'email' AND NOT delivered IS NULL) AS campaign_email_clicks,
  SUM(unsubscribes) FILTER(WHERE
    channel = 'email' AND NOT delivered IS NULL) AS campaign_email_unsubscribes,
  SUM(orders) FILTER(WHERE
    channel = 'email' AND NOT recipients IS NULL) AS campaign_email_orders,
  SUM(recipients) FILTER(WHERE
    channel = 'email' AND NOT orders IS NULL) AS campaign_email_recipients_with_orders,
  SUM(revenue_minor) FILTER(WHERE
    channel = 'email') AS campaign_email_revenue,
  SUM(unique_clicks) FILTER(WHERE
    NOT orders IS NULL) AS campaign_message_clicks,
  SUM(orders) AS campaign_message_orders,
  SUM(revenue_minor) AS campaign_message_revenue
FROM email_messages
WHERE
  send_date >= $start AND send_date < $end
GROUP BY
  GROUPING SETS (
    (send_date),
    ()
  )
