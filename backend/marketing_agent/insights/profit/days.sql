WITH placed AS (
  SELECT
    order_date AS day,
    COUNT(*) AS orders,
    SUM(COALESCE(shipping_minor, 0)) AS shipping_minor,
    SUM(COALESCE(total_minor, 0)) AS charged_minor
  FROM orders
  WHERE cancelled_date IS NULL
    AND ((order_date >= $start AND order_date < $end)
      OR (order_date >= $before_start AND order_date < $before_end))
  GROUP BY 1
), sold AS (
  SELECT
    event_date AS day,
    SUM(gross_sales_minor + discounts_minor + returns_minor) AS net_minor
  FROM sales_ledger
  WHERE (event_date >= $start AND event_date < $end)
    OR (event_date >= $before_start AND event_date < $before_end)
  GROUP BY 1
)
SELECT
  COALESCE(placed.day, sold.day) AS day,
  COALESCE(placed.orders, 0) AS orders,
  COALESCE(placed.shipping_minor, 0) AS shipping_minor,
  COALESCE(placed.charged_minor, 0) AS charged_minor,
  COALESCE(sold.net_minor, 0) AS net_minor
FROM placed
FULL JOIN sold ON sold.day = placed.day
ORDER BY 1
