WITH counted AS (
  SELECT customer_key, order_date
  FROM orders
  WHERE customer_key IS NOT NULL AND order_date < $known_until
    AND (cancelled_date IS NULL OR $with_cancelled)
), members AS (
  SELECT customer_key, MIN(order_date) AS first_date
  FROM counted
  GROUP BY customer_key
  HAVING MIN(order_date) >= $start AND MIN(order_date) < $end
), active AS (
  SELECT
    DATE_TRUNC('step', members.first_date) AS cohort,
    DATE_TRUNC('step', counted.order_date) AS step_start,
    COUNT(DISTINCT counted.customer_key) AS customers,
    COUNT(*) AS orders
  FROM counted
  JOIN members ON members.customer_key = counted.customer_key
  GROUP BY 1, 2
), worth AS (
  SELECT
    DATE_TRUNC('step', members.first_date) AS cohort,
    DATE_TRUNC('step', sales_ledger.order_date) AS step_start,
    SUM(gross_sales_minor + discounts_minor + returns_minor) AS net_minor
  FROM sales_ledger
  JOIN members ON members.customer_key = sales_ledger.customer_key
  WHERE sales_ledger.order_date < $known_until AND sales_ledger.order_date >= members.first_date
  GROUP BY 1, 2
)
SELECT
  CAST(active.cohort AS DATE) AS cohort,
  CAST(active.step_start AS DATE) AS step_start,
  active.customers AS customers,
  active.orders AS orders,
  COALESCE(worth.net_minor, 0) AS net_minor
FROM active
LEFT JOIN worth ON worth.cohort = active.cohort AND worth.step_start = active.step_start
ORDER BY 1, 2
