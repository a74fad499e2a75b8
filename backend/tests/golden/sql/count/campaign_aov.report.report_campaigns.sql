SELECT
  COUNT(*) AS rows
FROM report_facts
WHERE
  report_facts.bucket_start >= $start
  AND report_facts.bucket_start < $end
  AND COALESCE((
    report_facts.dims ->> '$.utm_campaign'
  ), '') <> ''
  AND (
    (
      report_facts.report_key = $report AND report_facts.metric = 'total_sales'
    )
    OR (
      report_facts.report_key = $denominator_report AND report_facts.metric = 'orders'
    )
  )
