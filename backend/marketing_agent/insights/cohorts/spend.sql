SELECT
  CASE WHEN "date" >= $start AND "date" < $end THEN 1 ELSE 0 END AS asked,
  CAST(DATE_TRUNC('step', "date") AS DATE) AS cohort,
  SUM(spend_minor) AS spend_minor
FROM ad_spend
WHERE ("date" >= $start AND "date" < $end AND "date" < $known_until)
  OR ("date" >= $before_start AND "date" < $before_end AND "date" < $before_until)
GROUP BY 1, 2
ORDER BY 1, 2
