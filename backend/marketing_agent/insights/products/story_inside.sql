WITH newest AS (
  SELECT MAX(snapshot_date) AS snapshot_date FROM inventory_levels
), held AS (
  SELECT inventory_levels.sku AS sku, SUM(inventory_levels.available) AS available
  FROM inventory_levels
  JOIN newest ON newest.snapshot_date = inventory_levels.snapshot_date
  WHERE inventory_levels.sku IS NOT NULL
  GROUP BY inventory_levels.sku
), sold AS (
  SELECT
    inside_member AS inside,
    CASE WHEN MIN(sku) = MAX(sku) THEN MIN(sku) END AS sku,
    SUM(net_minor) AS net_minor,
    SUM(quantity) AS units
  FROM lines
  WHERE is_now AND member = $member
  GROUP BY 1
)
SELECT sold.inside AS inside, sold.net_minor AS net_minor, sold.units AS units, held.available AS available
FROM sold
LEFT JOIN held ON held.sku = sold.sku
ORDER BY sold.net_minor DESC, sold.inside
