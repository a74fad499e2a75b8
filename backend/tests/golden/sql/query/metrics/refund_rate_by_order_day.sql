WITH current_sales_by_order_day AS (
  SELECT
    SUM(sales_ledger.returns_minor) AS order_day_returns,
    SUM(sales_ledger.gross_sales_minor) AS order_day_gross_sales
  FROM sales_ledger
  WHERE
    sales_ledger.order_date >= $start AND sales_ledger.order_date < $end
), current_period AS (
  SELECT
    -COALESCE(current_sales_by_order_day.order_day_returns, 0) AS refund_rate_by_order_day_numerator,
    COALESCE(current_sales_by_order_day.order_day_gross_sales, 0) AS refund_rate_by_order_day_denominator
  FROM current_sales_by_order_day
), result AS (
  SELECT
    CAST(current_period.refund_rate_by_order_day_numerator AS DOUBLE) / NULLIF(current_period.refund_rate_by_order_day_denominator, 0) AS refund_rate_by_order_day,
    current_period.refund_rate_by_order_day_numerator AS refund_rate_by_order_day_numerator,
    current_period.refund_rate_by_order_day_denominator AS refund_rate_by_order_day_denominator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
