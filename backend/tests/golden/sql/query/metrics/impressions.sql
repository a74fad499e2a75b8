WITH current_period AS (
  SELECT
    COALESCE(SUM(ad_spend.impressions), 0) AS impressions_numerator
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
)
SELECT
  current_period.impressions_numerator AS impressions,
  current_period.impressions_numerator AS impressions_numerator
FROM current_period
LIMIT $limit
