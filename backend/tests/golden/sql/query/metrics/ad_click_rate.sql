WITH current_ad_spend AS (
  SELECT
    SUM(ad_spend.clicks) AS ad_clicks,
    SUM(ad_spend.impressions) AS ad_impressions
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
), current_period AS (
  SELECT
    COALESCE(current_ad_spend.ad_clicks, 0) AS ad_click_rate_numerator,
    COALESCE(current_ad_spend.ad_impressions, 0) AS ad_click_rate_denominator
  FROM current_ad_spend
), result AS (
  SELECT
    CAST(current_period.ad_click_rate_numerator AS DOUBLE) / NULLIF(current_period.ad_click_rate_denominator, 0) AS ad_click_rate,
    current_period.ad_click_rate_numerator AS ad_click_rate_numerator,
    current_period.ad_click_rate_denominator AS ad_click_rate_denominator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
