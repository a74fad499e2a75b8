WITH current_period AS (
  SELECT
    COALESCE(
      SUM(report_facts.amount) FILTER(WHERE
        report_facts.metric = 'sessions_with_cart_additions'),
      0
    ) + -COALESCE(
      SUM(report_facts.amount) FILTER(WHERE
        report_facts.metric = 'sessions_completed_checkout'),
      0
    ) AS cart_abandonment_rate_numerator,
    COALESCE(
      SUM(report_facts.amount) FILTER(WHERE
        report_facts.metric = 'sessions_with_cart_additions'),
      0
    ) AS cart_abandonment_rate_denominator
  FROM report_facts
  WHERE
    report_facts.bucket_start >= $start
    AND report_facts.bucket_start < $end
    AND report_facts.dims = '{}'
    AND report_facts.report_key = $report_totals_report
)
SELECT
  CAST(current_period.cart_abandonment_rate_numerator AS DOUBLE) / NULLIF(current_period.cart_abandonment_rate_denominator, 0) AS cart_abandonment_rate,
  current_period.cart_abandonment_rate_numerator AS cart_abandonment_rate_numerator,
  current_period.cart_abandonment_rate_denominator AS cart_abandonment_rate_denominator
FROM current_period
LIMIT $limit
