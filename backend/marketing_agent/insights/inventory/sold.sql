SELECT COALESCE(SUM(quantity), 0) AS units
FROM order_lines
WHERE order_date >= $start AND order_date < $end
