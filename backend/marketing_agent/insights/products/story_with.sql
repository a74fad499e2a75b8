WITH its AS (
  SELECT DISTINCT order_id
  FROM lines
  WHERE is_now AND member = $member AND NOT is_cancelled
), own AS (
  SELECT DISTINCT product FROM lines WHERE member = $member AND product IS NOT NULL
), baskets AS (
  SELECT DISTINCT named_lines.order_id AS order_id, named_lines.product AS product
  FROM named_lines
  JOIN orders ON orders.order_id = named_lines.order_id
  WHERE named_lines.product IS NOT NULL AND orders.cancelled_date IS NULL
    AND named_lines.order_date >= $start AND named_lines.order_date < $end
), counted AS (
  SELECT
    baskets.product AS product,
    COUNT(*) AS orders,
    COUNT(its.order_id) AS both_orders
  FROM baskets
  LEFT JOIN its ON its.order_id = baskets.order_id
  WHERE baskets.product NOT IN (SELECT product FROM own)
  GROUP BY baskets.product
), whole AS (
  SELECT
    (SELECT COUNT(*) FROM its) AS its_orders,
    (SELECT COUNT(DISTINCT order_id) FROM baskets) AS all_orders
)
SELECT counted.product AS product, counted.both_orders AS both_orders, counted.orders AS orders,
  whole.its_orders AS its_orders, whole.all_orders AS all_orders
FROM counted
CROSS JOIN whole
WHERE counted.both_orders >= $least
ORDER BY counted.both_orders DESC, counted.product
LIMIT $shown
