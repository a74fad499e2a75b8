WITH current_period AS (
  SELECT
    COALESCE(SUM(ad_spend.clicks), 0) AS clicks_numerator
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
)
SELECT
  current_period.clicks_numerator AS clicks,
  current_period.clicks_numerator AS clicks_numerator
FROM current_period
LIMIT $limit
