SELECT
  sku,
  MAX(line_name) AS name,
  SUM(CASE WHEN order_date >= $start THEN quantity ELSE 0 END) AS units,
  SUM(CASE WHEN order_date < $start THEN quantity ELSE 0 END) AS before,
  MIN(CASE WHEN order_date >= $start THEN price_minor END) AS lowest,
  MAX(CASE WHEN order_date >= $start THEN price_minor END) AS highest,
  MIN(CASE WHEN order_date < $start THEN price_minor END) AS lowest_before,
  MAX(CASE WHEN order_date < $start THEN price_minor END) AS highest_before
FROM order_lines
WHERE order_date >= $before_start AND order_date < $end AND sku <> ''
GROUP BY sku
ORDER BY before DESC, sku
LIMIT 200
