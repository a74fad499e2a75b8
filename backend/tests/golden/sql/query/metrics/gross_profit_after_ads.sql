WITH current_report_totals AS (
  SELECT
    SUM(report_facts.amount) AS report_gross_profit
  FROM report_facts
  WHERE
    report_facts.bucket_start >= $start
    AND report_facts.bucket_start < $end
    AND report_facts.dims = '{}'
    AND report_facts.report_key = $report_totals_report
    AND report_facts.metric = 'gross_profit'
), current_ad_spend AS (
  SELECT
    SUM(ad_spend.spend_minor) AS ad_cost
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
), current_period AS (
  SELECT
    COALESCE(current_report_totals.report_gross_profit, 0) + -COALESCE(current_ad_spend.ad_cost, 0) AS gross_profit_after_ads_numerator
  FROM current_report_totals
  CROSS JOIN current_ad_spend
)
SELECT
  current_period.gross_profit_after_ads_numerator AS gross_profit_after_ads,
  current_period.gross_profit_after_ads_numerator AS gross_profit_after_ads_numerator
FROM current_period
LIMIT $limit
