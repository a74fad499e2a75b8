WITH current_period AS (
  SELECT
    CASE
      WHEN LOWER(NULLIF(sales_ledger.country, '')) IN ('germany')
      THEN 'DE'
      WHEN LOWER(NULLIF(sales_ledger.country, '')) IN ('united states', 'united states of america', 'usa')
      THEN 'US'
      ELSE NULLIF(sales_ledger.country, '')
    END AS country,
    COALESCE(SUM(sales_ledger.total_sales_minor), 0) AS total_sales_numerator
  FROM sales_ledger
  WHERE
    sales_ledger.event_date >= CAST(:start AS DATE)
    AND sales_ledger.event_date < CAST(:end AS DATE)
  GROUP BY
    1
)
SELECT
  current_period.country AS country,
  current_period.total_sales_numerator AS total_sales,
  current_period.total_sales_numerator AS total_sales_numerator
FROM current_period
ORDER BY
  total_sales DESC,
  country ASC NULLS LAST
LIMIT :limit
