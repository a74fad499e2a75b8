SELECT
  report_key,
  metric,
  bucket_start AS date,
  SUM(amount) AS amount
FROM report_facts
WHERE
  bucket_start >= $start
  AND bucket_start < $end
  AND (
    dims ->> '$.referring_type'
  ) IN ('paid', 'marketing', 'email', 'sms', 'affiliate')
GROUP BY
  report_key,
  metric,
  bucket_start
