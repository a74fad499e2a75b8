SELECT
  points.point_day AS point_day,
  customer,
  order_date AS last_date,
  order_date - DATE '2000-01-01' AS days,
  place AS orders,
  spent_so_far AS spent_minor,
  consent
FROM points
JOIN order_facts
  ON order_date < points.point_day AND (next_date IS NULL OR next_date >= points.point_day)
WHERE place > 0
