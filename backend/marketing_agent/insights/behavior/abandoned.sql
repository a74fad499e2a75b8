SELECT
  COUNT(CASE WHEN checkout_date >= $start AND checkout_date < $end THEN 1 END) AS checkouts,
  SUM(CASE WHEN checkout_date >= $start AND checkout_date < $end THEN total_minor END) AS value_minor,
  COUNT(CASE WHEN checkout_date >= $before_start AND checkout_date < $before_end THEN 1 END)
    AS previous_checkouts,
  SUM(CASE WHEN checkout_date >= $before_start AND checkout_date < $before_end THEN total_minor END)
    AS previous_value_minor,
  MIN(checkout_date) AS first_date
FROM checkouts
