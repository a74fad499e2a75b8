SELECT
  date AS date,
  SUM(spend_minor) AS ad_cost,
  SUM(clicks) AS ad_clicks,
  SUM(conversions) AS ad_conversions,
  SUM(conversion_value_minor) AS ad_conversion_value
FROM ad_spend
WHERE
  date >= $start AND date < $end
GROUP BY
  GROUPING SETS (
    (date),
    ()
  )
