WITH counted AS (
  SELECT customer_key, order_date, total_minor - COALESCE(refunded_minor, 0) AS spent_minor
  FROM orders
  WHERE customer_key IS NOT NULL AND cancelled_date IS NULL AND order_date < $end
), people AS (
  SELECT customer_key, SUM(spent_minor) AS spent_minor
  FROM counted
  GROUP BY customer_key
), ordering_days AS (
  SELECT DISTINCT customer_key, order_date
  FROM counted
), spaced AS (
  SELECT
    order_date - LAG(order_date) OVER (PARTITION BY customer_key ORDER BY order_date) AS days
  FROM ordering_days
), spaces AS (
  SELECT
    COUNT(days) AS repeats,
    QUANTILE_CONT(days, 0.5) AS usual_days,
    QUANTILE_CONT(days, 0.9) AS late_days
  FROM spaced
  WHERE days IS NOT NULL
), spending AS (
  SELECT
    COUNT(*) AS customers,
    QUANTILE_CONT(spent_minor, 0.8) AS high_minor,
    QUANTILE_CONT(spent_minor, 0.95) AS top_minor
  FROM people
)
SELECT customers, high_minor, top_minor, repeats, usual_days, late_days
FROM spending
CROSS JOIN spaces
