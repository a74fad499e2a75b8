WITH current_period AS (
  SELECT
    COALESCE(SUM(ad_spend.spend_minor), 0) AS cpm_numerator,
    COALESCE(SUM(ad_spend.impressions), 0) AS cpm_denominator
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
)
SELECT
  CAST(current_period.cpm_numerator AS DOUBLE) * 1000 / NULLIF(current_period.cpm_denominator, 0) AS cpm,
  current_period.cpm_numerator AS cpm_numerator,
  current_period.cpm_denominator AS cpm_denominator
FROM current_period
LIMIT $limit
