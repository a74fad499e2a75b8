SELECT
  COUNT(*) AS rows
FROM sales_ledger
WHERE
  sales_ledger.event_date >= $start AND sales_ledger.event_date < $end
