SELECT
  ad_spend.platform,
  ad_spend.campaign_name,
  ad_spend.ad_set,
  ad_spend.date,
  ad_spend.spend_minor,
  ad_spend.impressions,
  ad_spend.clicks,
  ad_spend.conversions,
  ad_spend.conversion_value_minor
FROM ad_spend
WHERE
  ad_spend.date >= $start AND ad_spend.date < $end
ORDER BY
  ad_spend.date DESC,
  ad_spend.platform,
  ad_spend.campaign_id,
  ad_spend.ad_set,
  ad_spend.ad
LIMIT $limit
OFFSET $offset
