SELECT
  recency, fm,
  COUNT(*) AS customers,
  SUM(orders) AS orders,
  SUM(spent_minor) AS spent_minor,
  SUM($end - last_date) AS days_since,
  SUM(consent) AS consenting,
  COUNT(consent) AS consent_known
FROM scored
GROUP BY recency, fm
