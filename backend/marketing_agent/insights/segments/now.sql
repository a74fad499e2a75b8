SELECT
  recency, worth, segment,
  SUM(customers) AS customers,
  SUM(orders) AS orders,
  SUM(spent_minor) AS spent_minor,
  SUM(days_since) AS days_since,
  SUM(consenting) AS consenting,
  SUM(consent_known) AS consent_known
FROM states
GROUP BY recency, worth, segment
ORDER BY recency, worth
