SELECT
  'sales_ledger' AS table_name,
  import_id,
  source_file,
  COUNT(*) AS rows
FROM sales_ledger
WHERE
  sales_ledger.event_date >= $start AND sales_ledger.event_date < $end
GROUP BY
  import_id,
  source_file
