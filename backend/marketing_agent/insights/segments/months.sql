SELECT point_day, segment, SUM(customers) AS customers
FROM states
GROUP BY point_day, segment
ORDER BY point_day, segment
