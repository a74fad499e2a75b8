WITH current_period AS (
  SELECT
    NULLIF(orders.discount_code, '') AS discount_code,
    COALESCE(SUM(sales_ledger.total_sales_minor), 0) AS total_sales_numerator
  FROM sales_ledger
  LEFT JOIN orders AS orders
    ON sales_ledger.order_id = orders.order_id
  WHERE
    sales_ledger.event_date >= CAST(:start AS DATE)
    AND sales_ledger.event_date < CAST(:end AS DATE)
  GROUP BY
    1
)
SELECT
  current_period.discount_code AS discount_code,
  current_period.total_sales_numerator AS total_sales,
  current_period.total_sales_numerator AS total_sales_numerator,
  CAST(current_period.total_sales_numerator AS DOUBLE) / NULLIF(SUM(current_period.total_sales_numerator) OVER (), 0) AS total_sales_share
FROM current_period
ORDER BY
  total_sales DESC,
  discount_code ASC NULLS LAST
LIMIT :limit
