WITH current_inventory_levels AS (
  SELECT
    SUM(inventory_levels.on_hand * variants.cost_minor) AS stock_value
  FROM inventory_levels
  LEFT JOIN variants AS variants
    ON inventory_levels.variant_key = variants.variant_key
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
    COALESCE(current_inventory_levels.stock_value, 0) AS inventory_value_numerator
  FROM current_inventory_levels
), result AS (
  SELECT
    current_period.inventory_value_numerator AS inventory_value,
    current_period.inventory_value_numerator AS inventory_value_numerator
  FROM current_period
)
SELECT
  *
FROM result
LIMIT $limit
