WITH current_report_totals AS (
  SELECT
    SUM(report_facts.amount) AS report_visitors
  FROM report_facts
  WHERE
    report_facts.bucket_start >= $start
    AND report_facts.bucket_start < $end
    AND report_facts.dims = '{}'
    AND report_facts.report_key = $report_totals_report
    AND report_facts.metric = 'visitors'
), current_period AS (
  SELECT
    COALESCE(current_report_totals.report_visitors, 0) AS visitors_numerator
  FROM current_report_totals
), result AS (
  SELECT
    current_period.visitors_numerator AS visitors,
    current_period.visitors_numerator AS visitors_numerator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
