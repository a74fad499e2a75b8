WITH current_ad_spend AS (
  SELECT
    SUM(ad_spend.spend_minor) AS ad_cost,
    SUM(ad_spend.clicks) AS ad_clicks
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
), current_period AS (
  SELECT
    COALESCE(current_ad_spend.ad_cost, 0) AS cpc_numerator,
    COALESCE(current_ad_spend.ad_clicks, 0) AS cpc_denominator
  FROM current_ad_spend
), result AS (
  SELECT
    CAST(current_period.cpc_numerator AS DOUBLE) / NULLIF(current_period.cpc_denominator, 0) AS cpc,
    current_period.cpc_numerator AS cpc_numerator,
    current_period.cpc_denominator AS cpc_denominator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
