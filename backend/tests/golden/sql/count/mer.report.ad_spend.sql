SELECT
  COUNT(*) AS rows
FROM ad_spend
WHERE
  ad_spend.date >= $start AND ad_spend.date < $end
