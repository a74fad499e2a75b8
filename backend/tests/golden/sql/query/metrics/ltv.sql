WITH current_period AS (
  SELECT
    COALESCE(SUM(customers.total_minor), 0) AS ltv_numerator,
    COUNT(*) AS ltv_denominator
  FROM customers
  WHERE
    customers.first_order_date >= $start AND customers.first_order_date < $end
)
SELECT
  CAST(current_period.ltv_numerator AS DOUBLE) / NULLIF(current_period.ltv_denominator, 0) AS ltv,
  current_period.ltv_numerator AS ltv_numerator,
  current_period.ltv_denominator AS ltv_denominator
FROM current_period
LIMIT $limit
