WITH current_period AS (
  SELECT
    COALESCE(SUM(inventory_levels.on_hand * variants.cost_minor), 0) AS inventory_value_numerator
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
)
SELECT
  current_period.inventory_value_numerator AS inventory_value,
  current_period.inventory_value_numerator AS inventory_value_numerator
FROM current_period
LIMIT $limit
