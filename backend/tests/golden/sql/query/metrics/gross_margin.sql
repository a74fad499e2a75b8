WITH current_period AS (
  SELECT
    COALESCE(SUM(report_facts.amount) FILTER(WHERE
      report_facts.metric = 'gross_profit'), 0) AS gross_margin_numerator,
    COALESCE(SUM(report_facts.amount) FILTER(WHERE
      report_facts.metric = 'net_sales'), 0) AS gross_margin_denominator
  FROM report_facts
  WHERE
    report_facts.bucket_start >= $start
    AND report_facts.bucket_start < $end
    AND report_facts.dims = '{}'
    AND report_facts.report_key = $report_totals_report
)
SELECT
  CAST(current_period.gross_margin_numerator AS DOUBLE) / NULLIF(current_period.gross_margin_denominator, 0) AS gross_margin,
  current_period.gross_margin_numerator AS gross_margin_numerator,
  current_period.gross_margin_denominator AS gross_margin_denominator
FROM current_period
LIMIT $limit
