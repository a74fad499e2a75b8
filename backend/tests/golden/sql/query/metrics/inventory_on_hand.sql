WITH current_period AS (
  SELECT
    COALESCE(SUM(inventory_levels.on_hand), 0) AS inventory_on_hand_numerator
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
  current_period.inventory_on_hand_numerator AS inventory_on_hand,
  current_period.inventory_on_hand_numerator AS inventory_on_hand_numerator
FROM current_period
LIMIT $limit
