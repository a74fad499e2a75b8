SELECT before.segment AS from_segment, now.segment AS to_segment, COUNT(*) AS customers
FROM states AS now
LEFT JOIN states AS before
  ON before.customer_key = now.customer_key AND before.point_day = $before_end
WHERE now.point_day = $end
GROUP BY before.segment, now.segment
ORDER BY 3 DESC, 1, 2
