WITH current_ad_spend AS (
  SELECT
    SUM(ad_spend.spend_minor) AS ad_cost,
    SUM(ad_spend.conversions) AS ad_conversions
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
), current_period AS (
  SELECT
    COALESCE(current_ad_spend.ad_cost, 0) AS cpa_numerator,
    COALESCE(current_ad_spend.ad_conversions, 0) AS cpa_denominator
  FROM current_ad_spend
), result AS (
  SELECT
    CAST(current_period.cpa_numerator AS DOUBLE) / NULLIF(current_period.cpa_denominator, 0) AS cpa,
    current_period.cpa_numerator AS cpa_numerator,
    current_period.cpa_denominator AS cpa_denominator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
