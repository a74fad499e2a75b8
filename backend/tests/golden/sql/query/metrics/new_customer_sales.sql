WITH current_period AS (
  SELECT
    COALESCE(SUM(sales_ledger.total_sales_minor), 0) AS new_customer_sales_numerator
  FROM sales_ledger
  WHERE
    sales_ledger.event_date >= $start
    AND sales_ledger.event_date < $end
    AND sales_ledger.customer_type = 'new'
)
SELECT
  current_period.new_customer_sales_numerator AS new_customer_sales,
  current_period.new_customer_sales_numerator AS new_customer_sales_numerator
FROM current_period
LIMIT $limit
