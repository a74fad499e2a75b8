WITH current_sales_ledger AS (
  SELECT
    SUM(sales_ledger.total_sales_minor) AS total_sales
  FROM sales_ledger
  WHERE
    sales_ledger.event_date >= $start AND sales_ledger.event_date < $end
), current_report_totals AS (
  SELECT
    SUM(report_facts.amount) AS report_sessions
  FROM report_facts
  WHERE
    report_facts.bucket_start >= $start
    AND report_facts.bucket_start < $end
    AND report_facts.dims = '{}'
    AND report_facts.report_key = $report_totals_report
    AND report_facts.metric = 'sessions'
), current_period AS (
  SELECT
    COALESCE(current_sales_ledger.total_sales, 0) AS revenue_per_session_numerator,
    COALESCE(current_report_totals.report_sessions, 0) AS revenue_per_session_denominator
  FROM current_sales_ledger
  CROSS JOIN current_report_totals
)
SELECT
  CAST(current_period.revenue_per_session_numerator AS DOUBLE) / NULLIF(current_period.revenue_per_session_denominator, 0) AS revenue_per_session,
  current_period.revenue_per_session_numerator AS revenue_per_session_numerator,
  current_period.revenue_per_session_denominator AS revenue_per_session_denominator
FROM current_period
LIMIT $limit
