WITH told AS (
  SELECT transaction_date, fee_minor
  FROM payouts
  WHERE fee_minor IS NOT NULL
), reach AS (
  SELECT MIN(transaction_date) AS first_day, MAX(transaction_date) AS last_day
  FROM told
), days AS (
  SELECT transaction_date AS day, SUM(fee_minor) AS fee_minor
  FROM told
  WHERE (transaction_date >= $start AND transaction_date < $end)
    OR (transaction_date >= $before_start AND transaction_date < $before_end)
  GROUP BY 1
)
SELECT reach.first_day, reach.last_day, days.day, days.fee_minor
FROM reach
LEFT JOIN days ON days.day IS NOT NULL
ORDER BY days.day
