WITH current_customers AS (
  SELECT
    CAST(TRUNC(customers.first_order_date, 'MONTH') AS DATE) AS cohort_month,
    SUM(customers.total_minor) AS lifetime_sales,
    COUNT(*) AS acquired_customers
  FROM customers
  WHERE
    customers.first_order_date >= CAST(:start AS DATE)
    AND customers.first_order_date < CAST(:end AS DATE)
  GROUP BY
    1
), current_period AS (
  SELECT
    current_customers.cohort_month AS cohort_month,
    COALESCE(current_customers.lifetime_sales, 0) AS ltv_numerator,
    COALESCE(current_customers.acquired_customers, 0) AS ltv_denominator
  FROM current_customers
), result AS (
  SELECT
    current_period.cohort_month AS cohort_month,
    CAST(current_period.ltv_numerator AS DOUBLE) / NULLIF(current_period.ltv_denominator, 0) AS ltv,
    current_period.ltv_numerator AS ltv_numerator,
    current_period.ltv_denominator AS ltv_denominator
  FROM current_period
)
SELECT
  *
FROM result
ORDER BY
  cohort_month ASC NULLS LAST
LIMIT :limit
