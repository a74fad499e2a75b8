SELECT
  point_day,
  COUNT(*) AS everybody,
  SUM(CASE WHEN in_1 THEN 1 ELSE 0 END) AS customers
FROM members
GROUP BY point_day
ORDER BY point_day
