WITH current_sales_ledger AS (
  SELECT
    CAST(dateTrunc('MONTH', sales_ledger.event_date) AS Nullable(DATE)) AS bucket,
    SUM(sales_ledger.total_sales_minor) AS total_sales
  FROM sales_ledger
  WHERE
    sales_ledger.event_date >= {start: Nullable(DATE)}
    AND sales_ledger.event_date < {end: Nullable(DATE)}
  GROUP BY
    1
), current_ad_spend AS (
  SELECT
    CAST(dateTrunc('MONTH', ad_spend.date) AS Nullable(DATE)) AS bucket,
    SUM(ad_spend.spend_minor) AS ad_cost
  FROM ad_spend
  WHERE
    ad_spend.date >= {start: Nullable(DATE)}
    AND ad_spend.date < {end: Nullable(DATE)}
  GROUP BY
    1
), current_report_totals AS (
  SELECT
    CAST(dateTrunc('MONTH', report_facts.bucket_start) AS Nullable(DATE)) AS bucket,
    SUM(report_facts.amount) AS report_sessions
  FROM report_facts
  WHERE
    report_facts.bucket_start >= {start: Nullable(DATE)}
    AND report_facts.bucket_start < {end: Nullable(DATE)}
    AND report_facts.dims = '{}'
    AND report_facts.report_key = {report_totals_report: Nullable(String)}
    AND report_facts.metric = 'sessions'
  GROUP BY
    1
), current_email_messages AS (
  SELECT
    CAST(dateTrunc('MONTH', email_messages.send_date) AS Nullable(DATE)) AS bucket,
    SUM(email_messages.revenue_minor) AS campaign_email_revenue
  FROM email_messages
  WHERE
    email_messages.send_date >= {start: Nullable(DATE)}
    AND email_messages.send_date < {end: Nullable(DATE)}
    AND email_messages.channel = 'email'
  GROUP BY
    1
), current_email_flows AS (
  SELECT
    CAST(dateTrunc('MONTH', email_flows.bucket_start) AS Nullable(DATE)) AS bucket,
    SUM(email_flows.revenue_minor) AS flow_email_revenue
  FROM email_flows
  WHERE
    email_flows.bucket_start >= {start: Nullable(DATE)}
    AND email_flows.bucket_start < {end: Nullable(DATE)}
    AND email_flows.grain = {email_flows_flow_grain: Nullable(String)}
    AND (
      COALESCE(email_flows.message_id, '') <> ''
    ) = {email_flows_flow_messages: Nullable(Bool)}
    AND email_flows.channel = 'email'
  GROUP BY
    1
), current_period AS (
  SELECT
    COALESCE(
      current_sales_ledger.bucket,
      current_ad_spend.bucket,
      current_report_totals.bucket,
      current_email_messages.bucket,
      current_email_flows.bucket
    ) AS bucket,
    COALESCE(current_sales_ledger.total_sales, 0) AS mer_numerator,
    COALESCE(current_ad_spend.ad_cost, 0) AS mer_denominator,
    COALESCE(current_report_totals.report_sessions, 0) AS sessions_numerator,
    COALESCE(current_email_messages.campaign_email_revenue, 0) + COALESCE(current_email_flows.flow_email_revenue, 0) AS email_revenue_numerator
  FROM current_sales_ledger
  FULL JOIN current_ad_spend
    ON current_sales_ledger.bucket = current_ad_spend.bucket
  FULL JOIN current_report_totals
    ON COALESCE(current_sales_ledger.bucket, current_ad_spend.bucket) = current_report_totals.bucket
  FULL JOIN current_email_messages
    ON COALESCE(current_sales_ledger.bucket, current_ad_spend.bucket, current_report_totals.bucket) = current_email_messages.bucket
  FULL JOIN current_email_flows
    ON COALESCE(
      current_sales_ledger.bucket,
      current_ad_spend.bucket,
      current_report_totals.bucket,
      current_email_messages.bucket
    ) = current_email_flows.bucket
), current_buckets AS (
  SELECT DISTINCT
    CAST(dateTrunc('MONTH', day) AS Nullable(DATE)) AS bucket
  FROM (
    SELECT
      addDays({start: Nullable(DATE)}, number) AS day
    FROM numbers(
      DATE_DIFF(
        DAY,
        {start: Nullable(DATE)},
        CAST({end: Nullable(DATE)} - INTERVAL '1' DAY AS Nullable(DATE))
      ) + 1
    )
  ) AS spine
), current_rows AS (
  SELECT
    current_buckets.bucket,
    COALESCE(current_period.mer_numerator, 0) AS mer_numerator,
    COALESCE(current_period.mer_denominator, 0) AS mer_denominator,
    COALESCE(current_period.sessions_numerator, 0) AS sessions_numerator,
    COALESCE(current_period.email_revenue_numerator, 0) AS email_revenue_numerator
  FROM current_buckets
  LEFT JOIN current_period
    ON current_buckets.bucket = current_period.bucket
)
SELECT
  current_rows.bucket AS date,
  CAST(current_rows.mer_numerator AS Nullable(Float64)) / nullIf(current_rows.mer_denominator, 0) AS mer,
  current_rows.mer_numerator AS mer_numerator,
  current_rows.mer_denominator AS mer_denominator,
  current_rows.sessions_numerator AS sessions,
  current_rows.sessions_numerator AS sessions_numerator,
  current_rows.email_revenue_numerator AS email_revenue,
  current_rows.email_revenue_numerator AS email_revenue_numerator
FROM current_rows
ORDER BY
  date ASC
LIMIT {limit: Nullable(Int64)}
