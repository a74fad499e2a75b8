SELECT
  report_facts.report_name,
  report_facts.bucket_start,
  report_facts.bucket_end,
  report_facts.metric,
  report_facts.amount
FROM report_facts
WHERE
  report_facts.bucket_start >= $start
  AND report_facts.bucket_start < $end
  AND report_facts.dims = '{}'
  AND (
    report_facts.report_key = $report AND report_facts.metric = 'total_sales'
  )
ORDER BY
  report_facts.bucket_start DESC,
  report_facts.report_key,
  report_facts.dims,
  report_facts.metric
LIMIT $limit
OFFSET $offset
