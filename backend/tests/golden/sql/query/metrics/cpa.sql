WITH current_period AS (
  SELECT
    COALESCE(SUM(ad_spend.spend_minor), 0) AS cpa_numerator,
    COALESCE(SUM(ad_spend.conversions), 0) AS cpa_denominator
  FROM ad_spend
  WHERE
    ad_spend.date >= $start AND ad_spend.date < $end
)
SELECT
  CAST(current_period.cpa_numerator AS DOUBLE) / NULLIF(current_period.cpa_denominator, 0) AS cpa,
  current_period.cpa_numerator AS cpa_numerator,
  current_period.cpa_denominator AS cpa_denominator
FROM current_period
LIMIT $limit
