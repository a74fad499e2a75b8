SELECT
  CAST(DATE_TRUNC('grain', order_date) AS DATE) AS step,
  SUM(net_minor) AS net_minor,
  SUM(quantity) AS units
FROM lines
WHERE is_now AND member = $member
GROUP BY 1
ORDER BY 1
