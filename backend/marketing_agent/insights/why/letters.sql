SELECT
  send_date AS day,
  channel,
  name,
  recipients
FROM email_messages
WHERE send_date >= $start AND send_date < $end
ORDER BY recipients DESC, message_id
LIMIT 50
