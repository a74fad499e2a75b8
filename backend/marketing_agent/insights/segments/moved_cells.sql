SELECT DISTINCT recency, fm
FROM scored
