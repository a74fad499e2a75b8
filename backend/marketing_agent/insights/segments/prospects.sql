WITH gone AS (
  SELECT DISTINCT customer_key
  FROM order_facts
  WHERE cancelled AND order_date < $end AND (first_date IS NULL OR first_date >= $end)
)
SELECT
  COUNT(*) AS customers,
  SUM(CASE WHEN customers.accepts_email THEN 1 ELSE 0 END) AS consenting,
  COUNT(customers.accepts_email) AS consent_known
FROM customers
LEFT JOIN gone ON gone.customer_key = customers.customer_key
WHERE customers.first_order_date IS NULL
  OR (customers.first_order_date < $end AND gone.customer_key IS NOT NULL)
