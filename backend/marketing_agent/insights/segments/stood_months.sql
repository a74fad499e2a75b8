WITH steps AS (
  SELECT
    customer_key,
    CASE
      WHEN order_date < $month_12 THEN $month_12
      WHEN order_date < $month_11 THEN $month_11
      WHEN order_date < $month_10 THEN $month_10
      WHEN order_date < $month_9 THEN $month_9
      WHEN order_date < $month_8 THEN $month_8
      WHEN order_date < $month_7 THEN $month_7
      WHEN order_date < $month_6 THEN $month_6
      WHEN order_date < $month_5 THEN $month_5
      WHEN order_date < $month_4 THEN $month_4
      WHEN order_date < $month_3 THEN $month_3
      WHEN order_date < $month_2 THEN $month_2
      ELSE $month_1
    END AS since,
    MAX(order_date) - DATE '2000-01-01' AS days,
    COUNT(*) AS orders,
    SUM(total_minor - COALESCE(refunded_minor, 0)) AS spent_minor
  FROM orders
  WHERE customer_key IS NOT NULL AND cancelled_date IS NULL AND order_date < $month_1
  GROUP BY 1, 2
), lasting AS (
  SELECT
    since, days,
    CAST(SUM(orders) OVER so_far AS BIGINT) AS orders,
    CAST(SUM(spent_minor) OVER so_far AS BIGINT) AS spent_minor,
    LEAD(since) OVER so_far AS until
  FROM steps
  WINDOW so_far AS (PARTITION BY customer_key ORDER BY since)
)
SELECT point_day, days, orders, spent_minor
FROM lasting
JOIN points ON points.point_day >= since AND (until IS NULL OR points.point_day < until)
