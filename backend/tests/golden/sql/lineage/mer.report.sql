SELECT
  'report_facts' AS table_name,
  import_id,
  source_file,
  COUNT(*) AS rows
FROM report_facts
WHERE
  report_facts.bucket_start >= $start
  AND report_facts.bucket_start < $end
  AND report_facts.dims = '{}'
  AND (
    report_facts.report_key = $report AND report_facts.metric = 'total_sales'
  )
GROUP BY
  import_id,
  source_file
UNION ALL
SELECT
  'ad_spend' AS table_name,
  import_id,
  source_file,
  COUNT(*) AS rows
FROM ad_spend
WHERE
  ad_spend.date >= $start AND ad_spend.date < $end
GROUP BY
  import_id,
  source_file
