SELECT
  platform,
  COALESCE(MAX(campaign_name), campaign_id) AS campaign,
  ad_set,
  ad,
  SUM(spend_minor) AS spend_minor,
  SUM(impressions) AS impressions,
  SUM(clicks) AS clicks,
  SUM(conversions) AS conversions,
  SUM(conversion_value_minor) AS value_minor
FROM ad_spend
WHERE date >= $start AND date < $end
GROUP BY platform, campaign_id, ad_set, ad
ORDER BY spend_minor DESC NULLS LAST, platform, campaign, ad_set, ad
