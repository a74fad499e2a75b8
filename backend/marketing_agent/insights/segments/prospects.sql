SELECT
  COUNT(*) AS customers,
  SUM(CASE WHEN customers.accepts_email THEN 1 ELSE 0 END) AS consenting,
  COUNT(customers.accepts_email) AS consent_known
FROM customers
WHERE NOT EXISTS (
  SELECT 1
  FROM orders
  WHERE orders.customer_key = customers.customer_key AND orders.cancelled_date IS NULL
    AND orders.order_date < $end
) AND (customers.first_order_date IS NULL OR customers.first_order_date < $end)
