SELECT
  states.recency AS recency,
  states.worth AS worth,
  states.segment AS segment,
  COUNT(*) AS customers,
  SUM(states.orders) AS orders,
  SUM(states.spent_minor) AS spent_minor,
  SUM($end - states.last_date) AS days_since,
  SUM(CASE WHEN customers.accepts_email THEN 1 ELSE 0 END) AS consenting,
  COUNT(customers.accepts_email) AS consent_known
FROM states
LEFT JOIN customers ON customers.customer_key = states.customer_key
GROUP BY states.recency, states.worth, states.segment
ORDER BY states.recency, states.worth
