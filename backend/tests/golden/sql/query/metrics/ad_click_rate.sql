WITH current_period AS (
  SELECT
    COALESCE(SUM(ad_spend.clicks), 0) AS ad_click_rate_numerator,
    COALESCE(SUM(ad_spend.impressions), 0) AS ad_click_rate_denominator
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
)
SELECT
  CAST(current_period.ad_click_rate_numerator AS DOUBLE) / NULLIF(current_period.ad_click_rate_denominator, 0) AS ad_click_rate,
  current_period.ad_click_rate_numerator AS ad_click_rate_numerator,
  current_period.ad_click_rate_denominator AS ad_click_rate_denominator
FROM current_period
LIMIT $limit
