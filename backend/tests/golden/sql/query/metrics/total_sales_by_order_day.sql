WITH current_period AS (
  SELECT
    COALESCE(SUM(sales_ledger.total_sales_minor), 0) AS total_sales_by_order_day_numerator
  FROM sales_ledger
  WHERE
    sales_ledger.order_date >= $start AND sales_ledger.order_date < $end
)
SELECT
  current_period.total_sales_by_order_day_numerator AS total_sales_by_order_day,
  current_period.total_sales_by_order_day_numerator AS total_sales_by_order_day_numerator
FROM current_period
LIMIT $limit
