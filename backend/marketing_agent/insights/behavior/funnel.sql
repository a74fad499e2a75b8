WITH told AS (
  SELECT
    report_key,
    grain,
    bucket_start,
    MAX(CASE WHEN metric = 'sessions' THEN amount END) AS sessions,
    MAX(CASE WHEN metric = 'sessions_with_cart_additions' THEN amount END) AS added,
    MAX(CASE WHEN metric = 'sessions_reached_checkout' THEN amount END) AS reached,
    MAX(CASE WHEN metric = 'sessions_completed_checkout' THEN amount END) AS completed
  FROM report_facts
  WHERE family = 'conversion' AND dim_names = '' AND grain IN ('day', 'week', 'month')
  GROUP BY report_key, grain, bucket_start, bucket_end
  HAVING bucket_start >= $before_start AND bucket_end <= $end
)
SELECT
  report_key,
  grain,
  COUNT(CASE WHEN bucket_start >= $start THEN 1 END) AS buckets,
  SUM(CASE WHEN bucket_start >= $start THEN sessions END) AS sessions,
  SUM(CASE WHEN bucket_start >= $start THEN added END) AS added,
  SUM(CASE WHEN bucket_start >= $start THEN reached END) AS reached,
  SUM(CASE WHEN bucket_start >= $start THEN completed END) AS completed,
  SUM(CASE WHEN bucket_start < $before_end THEN sessions END) AS previous_sessions,
  SUM(CASE WHEN bucket_start < $before_end THEN added END) AS previous_added,
  SUM(CASE WHEN bucket_start < $before_end THEN reached END) AS previous_reached,
  SUM(CASE WHEN bucket_start < $before_end THEN completed END) AS previous_completed
FROM told
WHERE sessions IS NOT NULL AND added IS NOT NULL AND reached IS NOT NULL AND completed IS NOT NULL
GROUP BY report_key, grain
ORDER BY CASE grain WHEN 'day' THEN 1 WHEN 'week' THEN 2 ELSE 3 END, report_key
LIMIT 1
