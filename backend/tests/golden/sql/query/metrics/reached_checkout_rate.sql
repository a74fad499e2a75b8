WITH current_period AS (
  SELECT
    COALESCE(
      SUM(report_facts.amount) FILTER(WHERE
        report_facts.metric = 'sessions_reached_checkout'),
      0
    ) AS reached_checkout_rate_numerator,
    COALESCE(SUM(report_facts.amount) FILTER(WHERE
      report_facts.metric = 'sessions'), 0) AS reached_checkout_rate_denominator
  FROM report_facts
  WHERE
    report_facts.bucket_start >= $start
    AND report_facts.bucket_start < $end
    AND report_facts.dims = '{}'
    AND report_facts.report_key = $report_totals_report
)
SELECT
  CAST(current_period.reached_checkout_rate_numerator AS DOUBLE) / NULLIF(current_period.reached_checkout_rate_denominator, 0) AS reached_checkout_rate,
  current_period.reached_checkout_rate_numerator AS reached_checkout_rate_numerator,
  current_period.reached_checkout_rate_denominator AS reached_checkout_rate_denominator
FROM current_period
LIMIT $limit
