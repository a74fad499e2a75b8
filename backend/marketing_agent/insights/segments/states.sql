WITH stood AS (
  SELECT
    points.point_day AS point_day,
    orders.customer_key AS customer_key,
    MAX(orders.order_date) AS last_date,
    COUNT(*) AS orders,
    SUM(orders.total_minor - COALESCE(orders.refunded_minor, 0)) AS spent_minor
  FROM points
  JOIN orders ON orders.order_date < points.point_day
  WHERE orders.customer_key IS NOT NULL AND orders.cancelled_date IS NULL
  GROUP BY points.point_day, orders.customer_key
), ranked AS (
  SELECT
    *,
    PERCENT_RANK() OVER (PARTITION BY point_day ORDER BY last_date) AS by_recency,
    PERCENT_RANK() OVER (PARTITION BY point_day ORDER BY orders) AS by_orders,
    PERCENT_RANK() OVER (PARTITION BY point_day ORDER BY spent_minor) AS by_spent
  FROM stood
), scored AS (
  SELECT
    *,
    CASE WHEN by_recency >= 0.8 THEN 5 WHEN by_recency >= 0.6 THEN 4
      WHEN by_recency >= 0.4 THEN 3 WHEN by_recency >= 0.2 THEN 2 ELSE 1 END AS recency,
    CASE WHEN by_orders >= 0.8 THEN 5 WHEN by_orders >= 0.6 THEN 4
      WHEN by_orders >= 0.4 THEN 3 WHEN by_orders >= 0.2 THEN 2 ELSE 1 END AS frequency,
    CASE WHEN by_spent >= 0.8 THEN 5 WHEN by_spent >= 0.6 THEN 4
      WHEN by_spent >= 0.4 THEN 3 WHEN by_spent >= 0.2 THEN 2 ELSE 1 END AS money
  FROM ranked
), met AS (
  SELECT
    *,
    CASE
      WHEN frequency + money >= 9 THEN 5
      WHEN frequency + money >= 7 THEN 4
      WHEN frequency + money >= 5 THEN 3
      WHEN frequency + money >= 3 THEN 2
      ELSE 1
    END AS worth
  FROM scored
)
SELECT
  *,
  CASE
    WHEN recency >= 4 AND worth = 5 THEN 'CHAMPIONS'
    WHEN recency >= 4 AND worth = 4 THEN 'LOYAL'
    WHEN recency >= 4 AND worth = 3 THEN 'ACTIVE'
    WHEN recency = 5 AND worth = 1 THEN 'NEW'
    WHEN recency >= 4 THEN 'PROMISING'
    WHEN recency = 3 AND worth >= 4 THEN 'LOYAL'
    WHEN recency = 3 THEN 'NEEDS_ATTENTION'
    WHEN recency = 2 AND worth >= 4 THEN 'AT_RISK'
    WHEN recency = 2 THEN 'ALMOST_LOST'
    WHEN worth >= 4 THEN 'PREVIOUSLY_LOYAL'
    ELSE 'DORMANT'
  END AS segment
FROM met
