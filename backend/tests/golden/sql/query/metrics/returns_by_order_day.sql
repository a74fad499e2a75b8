WITH current_period AS (
  SELECT
    COALESCE(SUM(sales_ledger.returns_minor), 0) AS returns_by_order_day_numerator
  FROM sales_ledger
  WHERE
    sales_ledger.order_date >= $start AND sales_ledger.order_date < $end
)
SELECT
  current_period.returns_by_order_day_numerator AS returns_by_order_day,
  current_period.returns_by_order_day_numerator AS returns_by_order_day_numerator
FROM current_period
LIMIT $limit
