WITH current_ad_spend AS (
  SELECT
    SUM(ad_spend.impressions) AS ad_impressions
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
), current_period AS (
  SELECT
    COALESCE(current_ad_spend.ad_impressions, 0) AS impressions_numerator
  FROM current_ad_spend
), result AS (
  SELECT
    current_period.impressions_numerator AS impressions,
    current_period.impressions_numerator AS impressions_numerator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
