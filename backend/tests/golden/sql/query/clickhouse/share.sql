WITH current_sales_ledger AS (
  SELECT
    nullIf(orders.discount_code, '') AS discount_code,
    SUM(sales_ledger.total_sales_minor) AS total_sales
  FROM sales_ledger
  LEFT JOIN orders AS orders
    ON sales_ledger.order_id = orders.order_id
  WHERE
    sales_ledger.event_date >= {start: Nullable(DATE)}
    AND sales_ledger.event_date < {end: Nullable(DATE)}
  GROUP BY
    1
), current_period AS (
  SELECT
    current_sales_ledger.discount_code AS discount_code,
    COALESCE(current_sales_ledger.total_sales, 0) AS total_sales_numerator
  FROM current_sales_ledger
), result AS (
  SELECT
    current_period.discount_code AS discount_code,
    current_period.total_sales_numerator AS total_sales,
    current_period.total_sales_numerator AS total_sales_numerator,
    CAST(current_period.total_sales_numerator AS Nullable(Float64)) / nullIf(SUM(current_period.total_sales_numerator) OVER (), 0) AS total_sales_share
  FROM current_period
)
SELECT
  *
FROM result
ORDER BY
  total_sales DESC,
  discount_code ASC
LIMIT {limit: Nullable(Int64)}
