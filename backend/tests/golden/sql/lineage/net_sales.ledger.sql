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
UNION ALL
SELECT
  'sales_ledger' AS table_name,
  dated_by_import,
  dated_by_file,
  COUNT(*) AS rows
FROM sales_ledger
WHERE
  sales_ledger.event_date >= $start AND sales_ledger.event_date < $end
GROUP BY
  dated_by_import,
  dated_by_file
