SELECT
  CAST(DATE_TRUNC('step', first_date) AS DATE) AS cohort,
  CAST(DATE_TRUNC('step', order_date) AS DATE) AS step_start,
  SUM(CASE
    WHEN place = 1 OR (place > 1 AND previous_date < CAST(DATE_TRUNC('step', order_date) AS DATE))
    THEN 1 ELSE 0
  END) AS customers,
  COUNT(place) AS orders,
  COALESCE(SUM(net_minor), 0) AS net_minor
FROM order_facts
WHERE first_date >= $start AND first_date < $end
  AND order_date >= first_date AND order_date < $known_until
GROUP BY 1, 2
HAVING COUNT(place) > 0
ORDER BY 1, 2
