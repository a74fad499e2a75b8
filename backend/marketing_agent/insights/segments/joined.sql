SELECT
  SUM(CASE WHEN before.in_1 THEN 1 ELSE 0 END) AS customers_before,
  SUM(CASE WHEN now.in_1 THEN 1 ELSE 0 END) AS customers_after,
  SUM(CASE WHEN now.in_1 AND before.in_1 THEN 1 ELSE 0 END) AS stayed,
  SUM(CASE WHEN now.in_1 AND NOT COALESCE(before.in_1, FALSE) THEN 1 ELSE 0 END) AS joined,
  SUM(CASE WHEN now.in_1 AND before.customer_key IS NULL THEN 1 ELSE 0 END) AS new_customers,
  SUM(CASE WHEN before.in_1 AND NOT now.in_1 THEN 1 ELSE 0 END) AS left_it
FROM members AS now
LEFT JOIN members AS before
  ON before.customer_key = now.customer_key AND before.point_day = $before_end
WHERE now.point_day = $end
