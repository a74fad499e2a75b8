WITH current_ad_spend AS (
  SELECT
    SUM(ad_spend.spend_minor) AS ad_cost,
    SUM(ad_spend.impressions) AS ad_impressions
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
), current_period AS (
  SELECT
    COALESCE(current_ad_spend.ad_cost, 0) AS cpm_numerator,
    COALESCE(current_ad_spend.ad_impressions, 0) AS cpm_denominator
  FROM current_ad_spend
), result AS (
  SELECT
    CAST(current_period.cpm_numerator AS DOUBLE) * 1000 / NULLIF(current_period.cpm_denominator, 0) AS cpm,
    current_period.cpm_numerator AS cpm_numerator,
    current_period.cpm_denominator AS cpm_denominator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
