WITH current_period AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', customers.first_order_date) AS DATE) AS cohort_month,
    COALESCE(SUM(customers.total_minor), 0) AS ltv_numerator,
    COUNT(*) AS ltv_denominator
  FROM customers
  WHERE
    customers.first_order_date >= $start AND customers.first_order_date < $end
  GROUP BY
    1
)
SELECT
  current_period.cohort_month AS cohort_month,
  CAST(current_period.ltv_numerator AS DOUBLE) / NULLIF(current_period.ltv_denominator, 0) AS ltv,
  current_period.ltv_numerator AS ltv_numerator,
  current_period.ltv_denominator AS ltv_denominator
FROM current_period
ORDER BY
  cohort_month ASC
LIMIT $limit
