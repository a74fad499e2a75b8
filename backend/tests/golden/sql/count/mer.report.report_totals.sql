SELECT
  COUNT(*) AS rows
FROM report_facts
WHERE
  report_facts.bucket_start >= $start
  AND report_facts.bucket_start < $end
  AND report_facts.dims = '{}'
  AND (
    report_facts.report_key = $report AND report_facts.metric = 'total_sales'
  )
