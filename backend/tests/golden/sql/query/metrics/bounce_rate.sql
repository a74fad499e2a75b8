WITH current_period AS (
  SELECT
    COALESCE(SUM(report_facts.amount) FILTER(WHERE
      report_facts.metric = 'bounces'), 0) AS bounce_rate_numerator,
    COALESCE(SUM(report_facts.amount) FILTER(WHERE
      report_facts.metric = 'sessions'), 0) AS bounce_rate_denominator
  FROM report_facts
  WHERE
    report_facts.bucket_start >= $start
    AND report_facts.bucket_start < $end
    AND report_facts.dims = '{}'
    AND report_facts.report_key = $report_totals_report
)
SELECT
  CAST(current_period.bounce_rate_numerator AS DOUBLE) / NULLIF(current_period.bounce_rate_denominator, 0) AS bounce_rate,
  current_period.bounce_rate_numerator AS bounce_rate_numerator,
  current_period.bounce_rate_denominator AS bounce_rate_denominator
FROM current_period
LIMIT $limit
