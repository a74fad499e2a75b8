WITH current_period AS (
  SELECT
    COALESCE(SUM(ad_spend.conversions), 0) AS ad_conversions_numerator
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
)
SELECT
  current_period.ad_conversions_numerator AS ad_conversions,
  current_period.ad_conversions_numerator AS ad_conversions_numerator
FROM current_period
LIMIT $limit
