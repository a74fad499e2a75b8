SELECT
  dims,
  SUM(amount) AS searches
FROM report_facts
WHERE family = 'searches' AND metric = 'searches' AND dim_names = 'search_query'
  AND bucket_start >= $start AND bucket_end <= $end
GROUP BY dims
ORDER BY searches DESC, dims
LIMIT 500
