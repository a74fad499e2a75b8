WITH doubtful AS (
  SELECT DISTINCT customer_key
  FROM orders
  WHERE customer_key IS NOT NULL AND cancelled_date IS NOT NULL AND order_date < $end
), kept AS (
  SELECT DISTINCT orders.customer_key AS customer_key
  FROM orders
  JOIN doubtful ON doubtful.customer_key = orders.customer_key
  WHERE orders.cancelled_date IS NULL AND orders.order_date < $end
)
SELECT
  COUNT(*) AS customers,
  SUM(CASE WHEN customers.accepts_email THEN 1 ELSE 0 END) AS consenting,
  COUNT(customers.accepts_email) AS consent_known
FROM customers
LEFT JOIN doubtful ON doubtful.customer_key = customers.customer_key
LEFT JOIN kept ON kept.customer_key = customers.customer_key
WHERE customers.first_order_date IS NULL OR (
  customers.first_order_date < $end
  AND doubtful.customer_key IS NOT NULL AND kept.customer_key IS NULL
)
