WITH baskets AS (
  SELECT
    order_id,
    CASE WHEN order_date >= $start AND order_date < $end THEN 1 ELSE 0 END AS asked,
    COUNT(*) AS lines,
    CASE WHEN MIN(product) < MAX(product) THEN 1 ELSE 0 END AS several
  FROM named_lines
  WHERE product IS NOT NULL AND COALESCE(quantity, 1) > 0 AND order_date <= $today
    AND ((order_date >= $start AND order_date < $end)
      OR (order_date >= $before_start AND order_date < $before_end))
    AND NOT EXISTS (
      SELECT 1 FROM orders
      WHERE orders.order_id = named_lines.order_id AND orders.cancelled_date IS NOT NULL
    )
  GROUP BY 1, 2
)
SELECT
  asked,
  COUNT(*) AS orders,
  SUM(lines) AS lines,
  SUM(several) AS several
FROM baskets
GROUP BY asked
ORDER BY asked
