WITH current_sales_ledger AS (
  SELECT
    SUM(sales_ledger.total_sales_minor) AS new_customer_sales
  FROM sales_ledger
  WHERE
    sales_ledger.event_date >= $start
    AND sales_ledger.event_date < $end
    AND sales_ledger.customer_type = 'new'
), current_ad_spend AS (
  SELECT
    SUM(ad_spend.spend_minor) AS ad_cost
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
), current_period AS (
  SELECT
    COALESCE(current_sales_ledger.new_customer_sales, 0) AS new_customer_roas_numerator,
    COALESCE(current_ad_spend.ad_cost, 0) AS new_customer_roas_denominator
  FROM current_sales_ledger
  CROSS JOIN current_ad_spend
)
SELECT
  CAST(current_period.new_customer_roas_numerator AS DOUBLE) / NULLIF(current_period.new_customer_roas_denominator, 0) AS new_customer_roas,
  current_period.new_customer_roas_numerator AS new_customer_roas_numerator,
  current_period.new_customer_roas_denominator AS new_customer_roas_denominator
FROM current_period
LIMIT $limit
