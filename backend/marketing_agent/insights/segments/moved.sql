WITH pairs AS (
  SELECT
    earlier.recency AS from_recency, earlier.fm AS from_fm,
    later.recency AS to_recency, later.fm AS to_fm,
    COUNT(*) AS customers
  FROM scored AS later
  LEFT JOIN scored AS earlier
    ON earlier.customer = later.customer AND earlier.point_day = $before_end
  WHERE later.point_day = $end
  GROUP BY 1, 2, 3, 4
)
SELECT
  earlier.segment AS from_segment, later.segment AS to_segment,
  SUM(pairs.customers) AS customers
FROM pairs
JOIN states AS later ON later.recency = pairs.to_recency AND later.fm = pairs.to_fm
LEFT JOIN states AS earlier
  ON earlier.recency = pairs.from_recency AND earlier.fm = pairs.from_fm
GROUP BY 1, 2
ORDER BY 3 DESC, 1, 2
