WITH current_period AS (
  SELECT
    COALESCE(SUM(report_facts.amount), 0) AS gross_profit_numerator
  FROM report_facts
  WHERE
    report_facts.bucket_start >= $start
    AND report_facts.bucket_start < $end
    AND report_facts.dims = '{}'
    AND report_facts.report_key = $report_totals_report
    AND report_facts.metric = 'gross_profit'
)
SELECT
  current_period.gross_profit_numerator AS gross_profit,
  current_period.gross_profit_numerator AS gross_profit_numerator
FROM current_period
LIMIT $limit
