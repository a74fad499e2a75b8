WITH counted AS (
  SELECT order_date, UPPER(discount_code) AS code, COUNT(*) AS orders
  FROM orders
  WHERE order_date >= $since AND order_date <= $until
  GROUP BY order_date, UPPER(discount_code)
), daily AS (
  SELECT order_date, SUM(orders) AS orders FROM counted GROUP BY order_date
)
SELECT counted.order_date AS day, discounts.name AS name, discounts.value AS value,
  discounts.value_type AS value_type, counted.orders AS orders
FROM counted
JOIN daily ON daily.order_date = counted.order_date
JOIN discounts ON UPPER(discounts.name) = counted.code
WHERE discounts.ends_at IS NOT NULL
  AND counted.order_date >= CAST(discounts.starts_at AS DATE) - 1
  AND counted.order_date <= CAST(discounts.ends_at AS DATE) + 1
  AND counted.orders >= $fewest
  AND counted.orders >= $share * daily.orders
ORDER BY counted.orders DESC, discounts.name, counted.order_date
