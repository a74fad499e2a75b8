WITH counted AS (
  SELECT customer_key, order_id, order_date, created_at, COALESCE(split_member, '') AS member
  FROM orders
  WHERE customer_key IS NOT NULL AND cancelled_date IS NULL AND order_date < $known_until
), firsts AS (
  SELECT
    customer_key, MIN(order_date) AS first_date, MIN(created_at) AS first_at,
    COUNT(*) AS orders
  FROM counted
  GROUP BY customer_key
  HAVING MIN(order_date) >= $start AND MIN(order_date) < $end
)
SELECT
  firsts.customer_key AS customer_key, firsts.first_date AS first_date,
  firsts.orders AS orders, MIN(counted.member) AS member
FROM firsts
JOIN counted
  ON counted.customer_key = firsts.customer_key AND counted.created_at = firsts.first_at
GROUP BY 1, 2, 3
