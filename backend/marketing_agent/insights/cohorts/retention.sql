WITH counted AS (
  SELECT order_id, customer_key, order_date
  FROM orders
  WHERE customer_key IS NOT NULL AND cancelled_date IS NULL
), worth AS (
  SELECT order_id, SUM(gross_sales_minor + discounts_minor + returns_minor) AS net_minor
  FROM sales_ledger
  GROUP BY order_id
), firsts AS (
  SELECT customer_key, MIN(order_date) AS first_date
  FROM counted
  GROUP BY customer_key
), members AS (
  SELECT customer_key, CAST(DATE_TRUNC('step', first_date) AS DATE) AS cohort
  FROM firsts
  WHERE first_date >= $start AND first_date < $end
)
SELECT
  members.cohort AS cohort,
  CAST(DATE_TRUNC('step', counted.order_date) AS DATE) AS at,
  COUNT(DISTINCT counted.customer_key) AS customers,
  COUNT(*) AS orders,
  SUM(COALESCE(worth.net_minor, 0)) AS net_minor
FROM counted
JOIN members ON members.customer_key = counted.customer_key
LEFT JOIN worth ON worth.order_id = counted.order_id
GROUP BY 1, 2
ORDER BY 1, 2
