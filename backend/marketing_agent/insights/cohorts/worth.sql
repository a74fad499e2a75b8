WITH counted AS (
  SELECT
    customer_key, order_date, created_at,
    gross_sales_minor + discounts_minor AS value_minor
  FROM orders
  WHERE customer_key IS NOT NULL AND cancelled_date IS NULL AND order_date < $known_until
), members AS (
  SELECT
    customer_key, MIN(order_date) AS first_date, MIN(created_at) AS first_at,
    CASE
      WHEN MIN(order_date) >= $start AND MIN(order_date) < $end THEN $known_until
      ELSE $before_until
    END AS known_until,
    CASE
      WHEN MIN(order_date) >= $start AND MIN(order_date) < $end THEN COUNT(*)
      ELSE SUM(CASE WHEN order_date < $before_until THEN 1 ELSE 0 END)
    END AS orders
  FROM counted
  GROUP BY customer_key
  HAVING (MIN(order_date) >= $start AND MIN(order_date) < $end)
    OR (MIN(order_date) >= $before_start AND MIN(order_date) < $before_end)
), sizes AS (
  SELECT
    first_date, known_until,
    COUNT(*) AS customers,
    SUM(orders) AS orders,
    SUM(CASE WHEN orders > 1 THEN 1 ELSE 0 END) AS repeated
  FROM members
  WHERE first_date < known_until
  GROUP BY 1, 2
), bought AS (
  SELECT
    members.first_date AS first_date,
    SUM(counted.value_minor) AS first_minor,
    COUNT(*) AS first_orders
  FROM counted
  JOIN members
    ON members.customer_key = counted.customer_key AND members.first_at = counted.created_at
  GROUP BY 1
), aged AS (
  SELECT
    members.first_date AS first_date,
    CASE
      WHEN sales_ledger.order_date < members.first_date + 30 THEN 30
      WHEN sales_ledger.order_date < members.first_date + 60 THEN 60
      WHEN sales_ledger.order_date < members.first_date + 90 THEN 90
      WHEN sales_ledger.order_date < members.first_date + 180 THEN 180
      WHEN sales_ledger.order_date < members.first_date + 365 THEN 365
      ELSE 366
    END AS days,
    SUM(gross_sales_minor + discounts_minor + returns_minor) AS net_minor
  FROM sales_ledger
  JOIN members ON members.customer_key = sales_ledger.customer_key
  WHERE sales_ledger.order_date < members.known_until
    AND sales_ledger.order_date >= members.first_date
  GROUP BY 1, 2
), worth AS (
  SELECT
    first_date,
    SUM(CASE WHEN days <= 30 THEN net_minor ELSE 0 END) AS net_30,
    SUM(CASE WHEN days <= 60 THEN net_minor ELSE 0 END) AS net_60,
    SUM(CASE WHEN days <= 90 THEN net_minor ELSE 0 END) AS net_90,
    SUM(CASE WHEN days <= 180 THEN net_minor ELSE 0 END) AS net_180,
    SUM(CASE WHEN days <= 365 THEN net_minor ELSE 0 END) AS net_365
  FROM aged
  GROUP BY first_date
)
SELECT
  CASE WHEN sizes.first_date >= $start AND sizes.first_date < $end THEN 1 ELSE 0 END AS asked,
  CAST(DATE_TRUNC('step', sizes.first_date) AS DATE) AS cohort,
  SUM(sizes.customers) AS customers,
  SUM(sizes.orders) AS orders,
  SUM(sizes.repeated) AS repeated,
  SUM(bought.first_minor) AS first_minor,
  SUM(bought.first_orders) AS first_orders,
  SUM(CASE WHEN sizes.first_date + 30 <= known_until THEN customers ELSE 0 END) AS had_30,
  SUM(CASE WHEN sizes.first_date + 60 <= known_until THEN customers ELSE 0 END) AS had_60,
  SUM(CASE WHEN sizes.first_date + 90 <= known_until THEN customers ELSE 0 END) AS had_90,
  SUM(CASE WHEN sizes.first_date + 180 <= known_until THEN customers ELSE 0 END) AS had_180,
  SUM(CASE WHEN sizes.first_date + 365 <= known_until THEN customers ELSE 0 END) AS had_365,
  SUM(CASE WHEN sizes.first_date + 30 <= known_until THEN net_30 END) AS net_30,
  SUM(CASE WHEN sizes.first_date + 60 <= known_until THEN net_60 END) AS net_60,
  SUM(CASE WHEN sizes.first_date + 90 <= known_until THEN net_90 END) AS net_90,
  SUM(CASE WHEN sizes.first_date + 180 <= known_until THEN net_180 END) AS net_180,
  SUM(CASE WHEN sizes.first_date + 365 <= known_until THEN net_365 END) AS net_365
FROM sizes
JOIN bought ON bought.first_date = sizes.first_date
LEFT JOIN worth ON worth.first_date = sizes.first_date
GROUP BY 1, 2
ORDER BY 1, 2
