SELECT
  message_id,
  name,
  subject,
  channel,
  send_date,
  EXTRACT(ISODOW FROM send_date) AS weekday,
  EXTRACT(HOUR FROM sent_at) AS hour,
  recipients,
  delivered,
  unique_opens,
  unique_clicks,
  orders,
  revenue_minor,
  unsubscribes,
  spam_complaints,
  bounces
FROM email_messages
WHERE send_date >= $start AND send_date < $end
ORDER BY send_date DESC, message_id
