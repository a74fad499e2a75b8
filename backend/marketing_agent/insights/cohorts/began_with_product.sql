WITH counted AS (
  SELECT customer_key, order_id, order_date, created_at
  FROM orders
  WHERE customer_key IS NOT NULL AND cancelled_date IS NULL AND order_date < $known_until
), firsts AS (
  SELECT
    customer_key, MIN(order_date) AS first_date, MIN(created_at) AS first_at,
    COUNT(*) AS orders
  FROM counted
  GROUP BY customer_key
  HAVING MIN(order_date) >= $start AND MIN(order_date) < $end
), began AS (
  SELECT
    firsts.customer_key AS customer_key, firsts.first_date AS first_date,
    firsts.orders AS orders, MIN(counted.order_id) AS order_id
  FROM firsts
  JOIN counted
    ON counted.customer_key = firsts.customer_key AND counted.created_at = firsts.first_at
  GROUP BY 1, 2, 3
), ranked AS (
  SELECT
    named_lines.order_id AS order_id, named_lines.product AS member,
    ROW_NUMBER() OVER (
      PARTITION BY named_lines.order_id
      ORDER BY named_lines.gross_sales_minor DESC, named_lines.line_no
    ) AS place
  FROM named_lines
  JOIN began ON began.order_id = named_lines.order_id
)
SELECT customer_key, first_date, orders, COALESCE(ranked.member, '') AS member
FROM began
LEFT JOIN ranked ON ranked.order_id = began.order_id AND ranked.place = 1
