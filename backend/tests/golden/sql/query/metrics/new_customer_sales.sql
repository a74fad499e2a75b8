WITH current_sales_ledger AS (
  SELECT
    SUM(sales_ledger.total_sales_minor) AS new_customer_sales
  FROM sales_ledger
  WHERE
    sales_ledger.event_date >= $start
    AND sales_ledger.event_date < $end
    AND sales_ledger.customer_type = 'new'
), current_period AS (
  SELECT
    COALESCE(current_sales_ledger.new_customer_sales, 0) AS new_customer_sales_numerator
  FROM current_sales_ledger
), result AS (
  SELECT
    current_period.new_customer_sales_numerator AS new_customer_sales,
    current_period.new_customer_sales_numerator AS new_customer_sales_numerator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
