SELECT
  report_key,
  metric,
  bucket_start AS date,
  SUM(amount) AS amount
FROM report_facts
WHERE
  bucket_start >= $start
  AND bucket_start < $end
  AND COALESCE((
    dims ->> '$.utm_campaign'
  ), '') <> ''
GROUP BY
  report_key,
  metric,
  bucket_start
