WITH bought AS (
  SELECT
    points.point_day AS point_day,
    orders.customer_key AS customer_key,
    MIN(orders.order_date) AS first_date,
    SUM(CASE WHEN orders.discounts_minor < 0 THEN 1 ELSE 0 END) AS discounted
  FROM points
  JOIN orders ON orders.order_date < points.point_day
  WHERE orders.customer_key IS NOT NULL AND orders.cancelled_date IS NULL
  GROUP BY points.point_day, orders.customer_key
)
SELECT
  points.point_day AS point_day,
  customers.customer_key AS customer_key,
  COALESCE(states.orders, 0) AS orders,
  COALESCE(states.spent_minor, 0) AS spent,
  points.point_day - 1 - states.last_date AS last_order_days,
  points.point_day - 1 - bought.first_date AS first_order_days,
  1.0 * states.spent_minor / states.orders AS aov,
  1.0 * bought.discounted / states.orders AS discount_share,
  customers.country AS country,
  customers.accepts_email AS accepts_email,
  COALESCE(states.segment, 'PROSPECTS') AS rfm_group
FROM points
CROSS JOIN customers
LEFT JOIN states
  ON states.customer_key = customers.customer_key AND states.point_day = points.point_day
LEFT JOIN bought
  ON bought.customer_key = customers.customer_key AND bought.point_day = points.point_day
WHERE customers.first_order_date IS NULL OR customers.first_order_date < points.point_day
