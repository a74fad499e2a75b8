WITH current_period AS (
  SELECT
    COALESCE(SUM(ad_spend.spend_minor), 0) AS cpc_numerator,
    COALESCE(SUM(ad_spend.clicks), 0) AS cpc_denominator
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
)
SELECT
  CAST(current_period.cpc_numerator AS DOUBLE) / NULLIF(current_period.cpc_denominator, 0) AS cpc,
  current_period.cpc_numerator AS cpc_numerator,
  current_period.cpc_denominator AS cpc_denominator
FROM current_period
LIMIT $limit
