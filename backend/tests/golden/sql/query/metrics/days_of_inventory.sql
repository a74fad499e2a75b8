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
), current_order_lines AS (
  SELECT
    SUM(order_lines.quantity) AS line_units
  FROM order_lines
  WHERE
    order_lines.order_date >= $pace_start AND order_lines.order_date < $pace_end
), current_period AS (
  SELECT
    COALESCE(current_inventory_levels.stock_available, 0) AS days_of_inventory_numerator,
    COALESCE(current_order_lines.line_units, 0) AS days_of_inventory_denominator
  FROM current_inventory_levels
  CROSS JOIN current_order_lines
)
SELECT
  CAST(current_period.days_of_inventory_numerator AS DOUBLE) * $pace_days / NULLIF(current_period.days_of_inventory_denominator, 0) AS days_of_inventory,
  current_period.days_of_inventory_numerator AS days_of_inventory_numerator,
  current_period.days_of_inventory_denominator AS days_of_inventory_denominator
FROM current_period
LIMIT $limit
