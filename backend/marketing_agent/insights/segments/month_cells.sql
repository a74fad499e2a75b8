SELECT point_day, recency, fm, COUNT(*) AS customers
FROM scored
GROUP BY point_day, recency, fm
