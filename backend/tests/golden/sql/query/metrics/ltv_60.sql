WITH current_sales_by_customer AS (
  SELECT
    SUM(sales_ledger.total_sales_minor) AS sales_in_60_days
  FROM sales_ledger
  LEFT JOIN customers AS customers
    ON sales_ledger.customer_key = customers.customer_key
  WHERE
    customers.first_order_date >= $start
    AND customers.first_order_date < $end
    AND customers.first_order_date <= $over_60
    AND DATE_DIFF('DAY', customers.first_order_date, sales_ledger.event_date) < 60
), current_customers AS (
  SELECT
    COUNT(*) AS customers_over_60_days
  FROM customers
  WHERE
    customers.first_order_date >= $start
    AND customers.first_order_date < $end
    AND customers.first_order_date <= $over_60
), current_period AS (
  SELECT
    COALESCE(current_sales_by_customer.sales_in_60_days, 0) AS ltv_60_numerator,
    COALESCE(current_customers.customers_over_60_days, 0) AS ltv_60_denominator
  FROM current_sales_by_customer
  CROSS JOIN current_customers
)
SELECT
  CAST(current_period.ltv_60_numerator AS DOUBLE) / NULLIF(current_period.ltv_60_denominator, 0) AS ltv_60,
  current_period.ltv_60_numerator AS ltv_60_numerator,
  current_period.ltv_60_denominator AS ltv_60_denominator
FROM current_period
LIMIT $limit
