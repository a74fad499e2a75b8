WITH current_period AS (
  SELECT
    -COALESCE(SUM(sales_ledger.discounts_minor), 0) AS discount_rate_numerator,
    COALESCE(SUM(sales_ledger.gross_sales_minor), 0) AS discount_rate_denominator
  FROM sales_ledger
  WHERE
    sales_ledger.event_date >= $start AND sales_ledger.event_date < $end
)
SELECT
  CAST(current_period.discount_rate_numerator AS DOUBLE) / NULLIF(current_period.discount_rate_denominator, 0) AS discount_rate,
  current_period.discount_rate_numerator AS discount_rate_numerator,
  current_period.discount_rate_denominator AS discount_rate_denominator
FROM current_period
LIMIT $limit
