SELECT point_day, segment, COUNT(*) AS customers
FROM states
GROUP BY point_day, segment
ORDER BY point_day, segment
