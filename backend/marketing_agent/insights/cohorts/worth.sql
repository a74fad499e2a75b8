WITH known AS (
  SELECT
    *,
    CASE
      WHEN first_date >= $start AND first_date < $end THEN $known_until ELSE $before_until
    END AS known_until,
    CASE
      WHEN order_date < first_date + 30 THEN 30
      WHEN order_date < first_date + 60 THEN 60
      WHEN order_date < first_date + 90 THEN 90
      WHEN order_date < first_date + 180 THEN 180
      WHEN order_date < first_date + 365 THEN 365
      ELSE 366
    END AS days
  FROM order_facts
  WHERE (first_date >= $start AND first_date < $end)
    OR (first_date >= $before_start AND first_date < $before_end)
), sums AS (
  SELECT
    first_date, known_until, days,
    SUM(CASE WHEN place = 1 THEN 1 ELSE 0 END) AS customers,
    COUNT(place) AS orders,
    SUM(CASE WHEN place = 2 THEN 1 ELSE 0 END) AS repeated,
    SUM(CASE WHEN place > 0 AND created_at = first_at THEN value_minor END) AS first_minor,
    SUM(CASE WHEN place > 0 AND created_at = first_at THEN 1 ELSE 0 END) AS first_orders,
    SUM(net_minor) AS net_minor
  FROM known
  WHERE order_date >= first_date AND order_date < known_until
  GROUP BY 1, 2, 3
)
SELECT
  CASE WHEN first_date >= $start AND first_date < $end THEN 1 ELSE 0 END AS asked,
  CAST(DATE_TRUNC('step', first_date) AS DATE) AS cohort,
  SUM(customers) AS customers,
  SUM(orders) AS orders,
  SUM(repeated) AS repeated,
  SUM(first_minor) AS first_minor,
  SUM(first_orders) AS first_orders,
  SUM(CASE WHEN first_date + 30 <= known_until THEN customers ELSE 0 END) AS had_30,
  SUM(CASE WHEN first_date + 60 <= known_until THEN customers ELSE 0 END) AS had_60,
  SUM(CASE WHEN first_date + 90 <= known_until THEN customers ELSE 0 END) AS had_90,
  SUM(CASE WHEN first_date + 180 <= known_until THEN customers ELSE 0 END) AS had_180,
  SUM(CASE WHEN first_date + 365 <= known_until THEN customers ELSE 0 END) AS had_365,
  SUM(CASE WHEN days <= 30 AND first_date + 30 <= known_until THEN net_minor END) AS net_30,
  SUM(CASE WHEN days <= 60 AND first_date + 60 <= known_until THEN net_minor END) AS net_60,
  SUM(CASE WHEN days <= 90 AND first_date + 90 <= known_until THEN net_minor END) AS net_90,
  SUM(CASE WHEN days <= 180 AND first_date + 180 <= known_until THEN net_minor END) AS net_180,
  SUM(CASE WHEN days <= 365 AND first_date + 365 <= known_until THEN net_minor END) AS net_365
FROM sums
GROUP BY 1, 2
ORDER BY 1, 2
