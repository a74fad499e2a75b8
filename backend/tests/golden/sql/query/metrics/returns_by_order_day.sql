WITH current_sales_by_order_day AS (
  SELECT
    SUM(sales_ledger.returns_minor) AS order_day_returns
  FROM sales_ledger
  WHERE
    sales_ledger.order_date >= $start AND sales_ledger.order_date < $end
), current_period AS (
  SELECT
    COALESCE(current_sales_by_order_day.order_day_returns, 0) AS returns_by_order_day_numerator
  FROM current_sales_by_order_day
), result AS (
  SELECT
    current_period.returns_by_order_day_numerator AS returns_by_order_day,
    current_period.returns_by_order_day_numerator AS returns_by_order_day_numerator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
