WITH baskets AS (
  SELECT DISTINCT order_id, product
  FROM named_lines
  WHERE product IS NOT NULL AND COALESCE(quantity, 1) > 0
    AND order_date >= $start AND order_date < $end AND order_date <= $today
    AND NOT EXISTS (
      SELECT 1 FROM orders
      WHERE orders.order_id = named_lines.order_id AND orders.cancelled_date IS NOT NULL
    )
), whole AS (
  SELECT COUNT(DISTINCT order_id) AS orders FROM baskets
), items AS (
  SELECT
    product,
    COUNT(*) AS orders,
    ROW_NUMBER() OVER (ORDER BY COUNT(*) DESC, product) AS place
  FROM baskets
  GROUP BY product
  HAVING COUNT(*) >= $least AND COUNT(*) >= $share * (SELECT orders FROM whole)
), kept AS (
  SELECT baskets.order_id AS order_id, items.place AS place
  FROM baskets
  JOIN items ON items.product = baskets.product
), together AS (
  SELECT one.place AS one_place, two.place AS two_place, COUNT(*) AS orders
  FROM kept AS one
  JOIN kept AS two ON two.order_id = one.order_id AND two.place > one.place
  GROUP BY 1, 2
  HAVING COUNT(*) >= $least AND COUNT(*) >= $share * (SELECT orders FROM whole)
), lifted AS (
  SELECT
    one_place, two_place, together.orders AS both_orders,
    one.product AS one_product, one.orders AS one_orders,
    two.product AS two_product, two.orders AS two_orders,
    whole.orders AS all_orders,
    1.0 * together.orders * whole.orders / one.orders / two.orders AS lift,
    1.0 / together.orders - 1.0 / one.orders - 1.0 / two.orders - 1.0 / whole.orders
      + 2.0 * together.orders / one.orders / two.orders AS variance
  FROM together
  JOIN items AS one ON one.place = together.one_place
  JOIN items AS two ON two.place = together.two_place
  CROSS JOIN whole
)
SELECT
  one_place, two_place, one_product, two_product, one_orders, two_orders, both_orders,
  all_orders, lift,
  lift * EXP(-1.96 * SQRT(CASE WHEN variance > 0 THEN variance ELSE 0 END)) AS lift_low,
  COUNT(*) OVER () AS pairs,
  (SELECT COUNT(*) FROM items) AS items
FROM lifted
ORDER BY CASE WHEN two_place <= $shown THEN 0 ELSE 1 END, lift_low DESC, one_place, two_place
LIMIT $most
