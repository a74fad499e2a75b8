WITH current_inventory_levels AS (
  SELECT
    SUM(inventory_levels.on_hand) AS stock_on_hand
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
    COALESCE(current_inventory_levels.stock_on_hand, 0) AS inventory_on_hand_numerator
  FROM current_inventory_levels
), result AS (
  SELECT
    current_period.inventory_on_hand_numerator AS inventory_on_hand,
    current_period.inventory_on_hand_numerator AS inventory_on_hand_numerator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
