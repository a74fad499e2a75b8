SELECT
  name,
  CAST(starts_at AS DATE) AS starts,
  CAST(ends_at AS DATE) AS ends
FROM discounts
WHERE (starts_at >= $start AND starts_at < $end) OR (ends_at >= $start AND ends_at < $end)
ORDER BY times_used DESC, name
LIMIT 50
