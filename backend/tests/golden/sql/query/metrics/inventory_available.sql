WITH current_period AS (
  SELECT
    COALESCE(SUM(inventory_levels.available), 0) AS inventory_available_numerator
  FROM inventory_levels
  WHERE
    inventory_levels.snapshot_date IN (
      SELECT
        MAX(snapshot_date)
      FROM inventory_levels
      WHERE
        snapshot_date < $end
    )
)
SELECT
  current_period.inventory_available_numerator AS inventory_available,
  current_period.inventory_available_numerator AS inventory_available_numerator
FROM current_period
LIMIT $limit
