WITH current_sales_by_order_day AS (
  SELECT
    SUM(sales_ledger.total_sales_minor) AS order_day_total_sales
  FROM sales_ledger
  WHERE
    sales_ledger.order_date >= $start AND sales_ledger.order_date < $end
), current_period AS (
  SELECT
    COALESCE(current_sales_by_order_day.order_day_total_sales, 0) AS total_sales_by_order_day_numerator
  FROM current_sales_by_order_day
), result AS (
  SELECT
    current_period.total_sales_by_order_day_numerator AS total_sales_by_order_day,
    current_period.total_sales_by_order_day_numerator AS total_sales_by_order_day_numerator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
