WITH ordered AS (
  SELECT customer_key, order_date
  FROM orders
  WHERE customer_key IS NOT NULL AND order_date < $known_until
), members AS (
  SELECT customer_key, MIN(order_date) AS first_date
  FROM ordered
  GROUP BY customer_key
  HAVING MIN(order_date) >= $start AND MIN(order_date) < $end
)
SELECT
  CAST(DATE_TRUNC('step', members.first_date) AS DATE) AS cohort,
  CAST(DATE_TRUNC('step', ordered.order_date) AS DATE) AS step_start,
  COUNT(DISTINCT ordered.customer_key) AS customers
FROM ordered
JOIN members ON members.customer_key = ordered.customer_key
GROUP BY 1, 2
ORDER BY 1, 2
