WITH current_ad_spend AS (
  SELECT
    SUM(ad_spend.clicks) AS ad_clicks
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
), current_period AS (
  SELECT
    COALESCE(current_ad_spend.ad_clicks, 0) AS clicks_numerator
  FROM current_ad_spend
), result AS (
  SELECT
    current_period.clicks_numerator AS clicks,
    current_period.clicks_numerator AS clicks_numerator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
