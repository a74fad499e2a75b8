WITH current_sales_ledger AS (
  SELECT
    SUM(sales_ledger.discounts_minor) AS discounts,
    SUM(sales_ledger.gross_sales_minor) AS gross_sales
  FROM sales_ledger
  WHERE
    sales_ledger.event_date >= $start AND sales_ledger.event_date < $end
), current_period AS (
  SELECT
    -COALESCE(current_sales_ledger.discounts, 0) AS discount_rate_numerator,
    COALESCE(current_sales_ledger.gross_sales, 0) AS discount_rate_denominator
  FROM current_sales_ledger
), result AS (
  SELECT
    CAST(current_period.discount_rate_numerator AS DOUBLE) / NULLIF(current_period.discount_rate_denominator, 0) AS discount_rate,
    current_period.discount_rate_numerator AS discount_rate_numerator,
    current_period.discount_rate_denominator AS discount_rate_denominator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
