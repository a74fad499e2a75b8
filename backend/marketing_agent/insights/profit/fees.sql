SELECT
  transaction_date >= $start AND transaction_date < $end AS is_now,
  CAST(DATE_TRUNC('month', transaction_date) AS DATE) AS month,
  SUM(fee_minor) AS fee_minor
FROM payouts
WHERE fee_minor IS NOT NULL
  AND ((transaction_date >= $start AND transaction_date < $end)
    OR (transaction_date >= $before_start AND transaction_date < $before_end))
GROUP BY 1, 2
ORDER BY 1, 2
