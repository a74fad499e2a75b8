WITH counted AS (
  SELECT *
  FROM orders
  WHERE customer_key IS NOT NULL AND cancelled_date IS NULL AND order_date < $end
), bought AS (
  SELECT
    counted.customer_key AS customer_key,
    MIN(counted.order_date) AS first_date,
    SUM(CASE WHEN counted.discounts_minor < 0 THEN 1 ELSE 0 END) AS discounted
  FROM counted
  GROUP BY counted.customer_key
)
SELECT
  customers.customer_key AS customer_key,
  COALESCE(states.orders, 0) AS orders,
  COALESCE(states.spent_minor, 0) AS spent,
  $end - 1 - states.last_date AS last_order_days,
  $end - 1 - bought.first_date AS first_order_days,
  1.0 * states.spent_minor / states.orders AS aov,
  1.0 * bought.discounted / states.orders AS discount_share,
  customers.country AS country,
  customers.accepts_email AS accepts_email,
  COALESCE(states.segment, 'PROSPECTS') AS rfm_group
FROM customers
LEFT JOIN states ON states.customer_key = customers.customer_key
LEFT JOIN bought ON bought.customer_key = customers.customer_key
WHERE customers.first_order_date IS NULL OR customers.first_order_date < $end
