WITH current_period AS (
  SELECT
    -COALESCE(SUM(sales_ledger.returns_minor), 0) AS refund_rate_by_order_day_numerator,
    COALESCE(SUM(sales_ledger.gross_sales_minor), 0) AS refund_rate_by_order_day_denominator
  FROM sales_ledger
  WHERE
    sales_ledger.order_date >= $start AND sales_ledger.order_date < $end
)
SELECT
  CAST(current_period.refund_rate_by_order_day_numerator AS DOUBLE) / NULLIF(current_period.refund_rate_by_order_day_denominator, 0) AS refund_rate_by_order_day,
  current_period.refund_rate_by_order_day_numerator AS refund_rate_by_order_day_numerator,
  current_period.refund_rate_by_order_day_denominator AS refund_rate_by_order_day_denominator
FROM current_period
LIMIT $limit
