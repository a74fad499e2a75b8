WITH counted AS (
  SELECT customer_key, order_id, order_date, created_at
  FROM orders
  WHERE customer_key IS NOT NULL AND cancelled_date IS NULL AND order_date <= $today
), members AS (
  SELECT customer_key, ROW_NUMBER() OVER (ORDER BY MIN(created_at), customer_key) AS member
  FROM counted
  GROUP BY customer_key
  HAVING MIN(order_date) >= $start AND MIN(order_date) < $end
), numbered AS (
  SELECT
    members.member AS member,
    counted.order_id AS order_id,
    counted.order_date AS order_date,
    ROW_NUMBER() OVER (
      PARTITION BY members.member ORDER BY counted.created_at, counted.order_id
    ) AS place
  FROM counted
  JOIN members ON members.customer_key = counted.customer_key
), ranked AS (
  SELECT
    numbered.member AS member,
    numbered.place AS place,
    order_lines.sku AS sku,
    order_lines.line_name AS line_name,
    ROW_NUMBER() OVER (
      PARTITION BY numbered.member, numbered.place
      ORDER BY order_lines.gross_sales_minor DESC, order_lines.line_no
    ) AS dearest
  FROM order_lines
  JOIN numbered ON numbered.order_id = order_lines.order_id
  WHERE numbered.place <= $steps AND order_lines.order_date >= $start
), stops AS (
  SELECT
    numbered.member AS member, numbered.order_date AS order_date,
    numbered.place AS place, COALESCE(titles.title, ranked.line_name, '') AS product
  FROM numbered
  LEFT JOIN ranked
    ON ranked.member = numbered.member AND ranked.place = numbered.place AND ranked.dearest = 1
  LEFT JOIN titles ON titles.sku = ranked.sku
  WHERE numbered.place <= $steps
), tops AS (
  SELECT product
  FROM stops
  WHERE product <> ''
  GROUP BY product
  ORDER BY COUNT(*) DESC, product
  LIMIT $shown
), moves AS (
  SELECT
    one.member AS member, one.place AS place,
    one.product AS one_product, two.product AS two_product,
    two.order_date - one.order_date AS days
  FROM stops AS one
  LEFT JOIN stops AS two
    ON two.member = one.member AND two.place = one.place + 1
), sizes AS (
  SELECT product, COUNT(DISTINCT member) AS customers
  FROM stops
  WHERE place < $steps
  GROUP BY product
), nexts AS (
  SELECT
    one_product, two_product,
    COUNT(DISTINCT member) AS customers,
    QUANTILE_CONT(days, 0.5) AS days
  FROM moves
  WHERE place < $steps AND one_product <> '' AND two_product <> ''
  GROUP BY 1, 2
  HAVING COUNT(DISTINCT member) >= $least
  ORDER BY 3 DESC, 1, 2
  LIMIT $most
)
SELECT
  'flow' AS kind, moves.place AS place,
  CASE WHEN from_top.product IS NULL THEN '' ELSE from_top.product END AS one_product,
  CASE
    WHEN moves.two_product IS NULL THEN NULL
    WHEN to_top.product IS NULL THEN ''
    ELSE to_top.product
  END AS two_product,
  COUNT(*) AS customers, 0 AS of_customers, NULL AS days
FROM moves
LEFT JOIN tops AS from_top ON from_top.product = moves.one_product
LEFT JOIN tops AS to_top ON to_top.product = moves.two_product
WHERE moves.place < $steps
GROUP BY 1, 2, 3, 4
UNION ALL
SELECT 'next', 0, one_product, two_product, nexts.customers, sizes.customers, days
FROM nexts
JOIN sizes ON sizes.product = nexts.one_product
UNION ALL
SELECT
  'days', 1, NULL, NULL, COUNT(*), 0, QUANTILE_CONT(days, 0.5)
FROM moves
WHERE place = 1 AND two_product IS NOT NULL
ORDER BY 1, 2, 5 DESC, 3, 4
