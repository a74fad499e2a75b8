SELECT point_day, customer_key, spent, accepts_email
FROM facts
