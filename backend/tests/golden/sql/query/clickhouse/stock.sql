WITH current_inventory_levels AS (
  SELECT
    products.title || COALESCE(
      CASE
        WHEN nullIf(variants.option1, '') = 'Default Title'
        THEN ''
        ELSE ' - ' || nullIf(variants.option1, '') || COALESCE(' / ' || nullIf(variants.option2, ''), '') || COALESCE(' / ' || nullIf(variants.option3, ''), '')
      END,
      ''
    ) AS variant,
    SUM(inventory_levels.available) AS stock_available
  FROM inventory_levels
  LEFT JOIN variants AS variants
    ON inventory_levels.variant_key = variants.variant_key
  LEFT JOIN products AS products
    ON inventory_levels.product_id = products.product_id
  WHERE
    inventory_levels.snapshot_date IN (
      SELECT
        MAX(snapshot_date)
      FROM inventory_levels
      WHERE
        snapshot_date < {end: Nullable(DATE)}
    )
  GROUP BY
    1
), current_order_lines AS (
  SELECT
    nullIf(order_lines.line_name, '') AS variant,
    SUM(order_lines.quantity) AS line_units
  FROM order_lines
  WHERE
    order_lines.order_date >= {pace_start: Nullable(DATE)}
    AND order_lines.order_date < {pace_end: Nullable(DATE)}
  GROUP BY
    1
), current_period AS (
  SELECT
    COALESCE(current_inventory_levels.variant, current_order_lines.variant) AS variant,
    COALESCE(current_inventory_levels.stock_available, 0) AS days_of_inventory_numerator,
    COALESCE(current_order_lines.line_units, 0) AS days_of_inventory_denominator
  FROM current_inventory_levels
  FULL JOIN current_order_lines
    ON COALESCE(CAST(current_inventory_levels.variant AS Nullable(String)), '') = COALESCE(CAST(current_order_lines.variant AS Nullable(String)), '')
    AND (
      current_inventory_levels.variant IS NULL
    ) = (
      current_order_lines.variant IS NULL
    )
)
SELECT
  current_period.variant AS variant,
  CAST(current_period.days_of_inventory_numerator AS Nullable(Float64)) * {pace_days: Nullable(Int64)} / nullIf(current_period.days_of_inventory_denominator, 0) AS days_of_inventory,
  current_period.days_of_inventory_numerator AS days_of_inventory_numerator,
  current_period.days_of_inventory_denominator AS days_of_inventory_denominator
FROM current_period
ORDER BY
  days_of_inventory DESC,
  variant ASC
LIMIT {limit: Nullable(Int64)}
