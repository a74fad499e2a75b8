WITH firsts AS (
  SELECT customer_key, MIN(order_date) AS first_date
  FROM lines
  WHERE is_now AND member = $member AND NOT is_cancelled AND customer_key IS NOT NULL
  GROUP BY customer_key
), later AS (
  SELECT
    orders.order_id AS order_id,
    orders.order_date - firsts.first_date AS days,
    ROW_NUMBER() OVER (
      PARTITION BY firsts.customer_key ORDER BY orders.created_at, orders.order_id
    ) AS place
  FROM firsts
  JOIN orders ON orders.customer_key = firsts.customer_key
  WHERE orders.order_date > firsts.first_date AND orders.order_date <= $today
    AND orders.cancelled_date IS NULL
), dearest AS (
  SELECT
    later.days AS days,
    named_lines.product AS product,
    ROW_NUMBER() OVER (
      PARTITION BY named_lines.order_id
      ORDER BY named_lines.gross_sales_minor DESC, named_lines.line_no
    ) AS place
  FROM later
  JOIN named_lines ON named_lines.order_id = later.order_id
  WHERE later.place = 1
)
SELECT
  product,
  COUNT(*) AS customers,
  (SELECT COUNT(*) FROM firsts) AS buyers,
  QUANTILE_CONT(days, 0.5) AS days
FROM dearest
WHERE place = 1 AND product IS NOT NULL
GROUP BY product
HAVING COUNT(*) >= $least
ORDER BY 2 DESC, 1
LIMIT $shown
