WITH current_customers AS (
  SELECT
    SUM(customers.total_minor) AS lifetime_sales,
    COUNT(*) AS acquired_customers
  FROM customers
  WHERE
    customers.first_order_date >= $start AND customers.first_order_date < $end
), current_period AS (
  SELECT
    COALESCE(current_customers.lifetime_sales, 0) AS ltv_numerator,
    COALESCE(current_customers.acquired_customers, 0) AS ltv_denominator
  FROM current_customers
), result AS (
  SELECT
    CAST(current_period.ltv_numerator AS DOUBLE) / NULLIF(current_period.ltv_denominator, 0) AS ltv,
    current_period.ltv_numerator AS ltv_numerator,
    current_period.ltv_denominator AS ltv_denominator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
