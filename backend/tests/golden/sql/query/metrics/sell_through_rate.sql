WITH current_order_lines AS (
  SELECT
    SUM(order_lines.quantity) AS line_units
  FROM order_lines
  WHERE
    order_lines.order_date >= $start AND order_lines.order_date < $end
), current_inventory_levels AS (
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
    COALESCE(current_order_lines.line_units, 0) AS sell_through_rate_numerator,
    COALESCE(current_order_lines.line_units, 0) + COALESCE(current_inventory_levels.stock_on_hand, 0) AS sell_through_rate_denominator
  FROM current_order_lines
  CROSS JOIN current_inventory_levels
)
SELECT
  CAST(current_period.sell_through_rate_numerator AS DOUBLE) / NULLIF(current_period.sell_through_rate_denominator, 0) AS sell_through_rate,
  current_period.sell_through_rate_numerator AS sell_through_rate_numerator,
  current_period.sell_through_rate_denominator AS sell_through_rate_denominator
FROM current_period
LIMIT $limit
