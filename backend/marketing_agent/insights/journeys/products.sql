WITH stops AS (
  SELECT
    customer, place,
    COALESCE(product, '') AS one_product,
    CASE WHEN next_date <= $today THEN COALESCE(next_product, '') END AS two_product,
    next_date - order_date AS days
  FROM order_facts
  WHERE first_date >= $start AND first_date < $end AND order_date <= $today AND place <= $steps
), tops AS (
  SELECT one_product AS product
  FROM stops
  WHERE one_product <> ''
  GROUP BY one_product
  ORDER BY COUNT(*) DESC, one_product
  LIMIT $shown
), moves AS (
  SELECT *
  FROM stops
  WHERE place < $steps
), sizes AS (
  SELECT one_product AS product, COUNT(DISTINCT customer) AS customers
  FROM moves
  GROUP BY one_product
), nexts AS (
  SELECT
    one_product, two_product,
    COUNT(DISTINCT customer) AS customers,
    QUANTILE_CONT(days, 0.5) AS days
  FROM moves
  WHERE one_product <> '' AND two_product <> ''
  GROUP BY 1, 2
  HAVING COUNT(DISTINCT customer) >= $least
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
