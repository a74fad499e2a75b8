WITH current_inventory_levels AS (
  SELECT
    SUM(inventory_levels.available) AS stock_available
  FROM inventory_levels
  WHERE
    inventory_levels.snapshot_date IN (
      SELECT
        MAX(snapshot_date)
      FROM inventory_levels
      WHERE
        snapshot_date < $end
    )
), current_period AS (
  SELECT
    COALESCE(current_inventory_levels.stock_available, 0) AS inventory_available_numerator
  FROM current_inventory_levels
), result AS (
  SELECT
    current_period.inventory_available_numerator AS inventory_available,
    current_period.inventory_available_numerator AS inventory_available_numerator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
