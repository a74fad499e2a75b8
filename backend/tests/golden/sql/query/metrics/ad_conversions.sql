WITH current_ad_spend AS (
  SELECT
    SUM(ad_spend.conversions) AS ad_conversions
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
), current_period AS (
  SELECT
    COALESCE(current_ad_spend.ad_conversions, 0) AS ad_conversions_numerator
  FROM current_ad_spend
), result AS (
  SELECT
    current_period.ad_conversions_numerator AS ad_conversions,
    current_period.ad_conversions_numerator AS ad_conversions_numerator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
