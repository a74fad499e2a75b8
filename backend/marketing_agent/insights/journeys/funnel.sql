SELECT
  report_key,
  CASE WHEN bucket_start >= $start THEN 1 ELSE 0 END AS asked,
  metric,
  SUM(amount) AS amount,
  SUM(bucket_end - bucket_start) AS days
FROM report_facts
WHERE dims = '{}' AND grain <> 'none' AND amount IS NOT NULL
  AND metric IN (
    'sessions', 'sessions_with_cart_additions', 'sessions_reached_checkout',
    'sessions_completed_checkout'
  )
  AND ((bucket_start >= $start AND bucket_end <= $end)
    OR (bucket_start >= $before_start AND bucket_end <= $before_end))
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
