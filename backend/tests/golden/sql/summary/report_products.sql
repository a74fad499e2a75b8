SELECT
  report_key,
  metric,
  bucket_start AS date,
  SUM(amount) AS amount
FROM report_facts
WHERE
  bucket_start >= $start
  AND bucket_start < $end
  AND NOT (
    dims ->> '$.product_title'
  ) IS NULL
GROUP BY
  report_key,
  metric,
  bucket_start
