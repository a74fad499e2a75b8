WITH newest AS (
  SELECT MAX(snapshot_date) AS snapshot_date FROM inventory_levels
), held AS (
  SELECT
    inventory_levels.variant_key AS variant_key,
    MAX(inventory_levels.sku) AS sku,
    MAX(inventory_levels.product_id) AS product_id,
    SUM(inventory_levels.available) AS available,
    SUM(inventory_levels.on_hand) AS on_hand,
    SUM(inventory_levels.incoming) AS incoming
  FROM inventory_levels
  JOIN newest ON newest.snapshot_date = inventory_levels.snapshot_date
  GROUP BY inventory_levels.variant_key
), owners AS (
  SELECT sku, COUNT(*) AS variants FROM held WHERE sku IS NOT NULL GROUP BY sku
), daily AS (
  SELECT
    sku,
    order_date,
    SUM(quantity) AS units,
    SUM(gross_sales_minor + COALESCE(discounts_minor, 0)) AS sales_minor
  FROM order_lines
  WHERE order_date >= $start AND order_date < $end AND sku IS NOT NULL
  GROUP BY sku, order_date
), pace AS (
  SELECT
    sku,
    SUM(units) AS units,
    SUM(CAST(units AS DOUBLE PRECISION) * units) AS squares,
    SUM(sales_minor) AS sales_minor
  FROM daily
  GROUP BY sku
), joined AS (
  SELECT
    held.variant_key AS variant_key,
    held.sku AS sku,
    COALESCE(products.title, held.product_id) AS product,
    CASE WHEN variants.option1 = 'Default Title' THEN NULL
      ELSE variants.option1 || COALESCE(' / ' || variants.option2, '')
        || COALESCE(' / ' || variants.option3, '')
    END AS variant,
    held.available AS available,
    held.on_hand AS on_hand,
    held.incoming AS incoming,
    COALESCE(variants.cost_minor, variants.price_minor) AS worth_minor,
    variants.cost_minor AS cost_minor,
    variants.price_minor AS price_minor,
    owners.variants AS sharers,
    CASE WHEN owners.variants = 1 AND $known = 1 THEN COALESCE(pace.units, 0) END AS units,
    CASE WHEN owners.variants = 1 AND $known = 1 THEN COALESCE(pace.sales_minor, 0) END AS sales_minor,
    CASE WHEN owners.variants = 1 AND $known = 1 THEN COALESCE(pace.units, 0) / (1.0 * $days) END AS per_day,
    CASE WHEN owners.variants = 1 AND $known = 1 AND $days > 1 THEN SQRT(GREATEST(
      COALESCE(pace.squares, 0)
        - COALESCE(pace.units, 0) * (COALESCE(pace.units, 0) / (1.0 * $days)), 0
    ) / ($days - 1)) END AS deviation
  FROM held
  LEFT JOIN variants ON variants.variant_key = held.variant_key
  LEFT JOIN products ON products.product_id = held.product_id
  LEFT JOIN owners ON owners.sku = held.sku
  LEFT JOIN pace ON pace.sku = held.sku
), planned AS (
  SELECT
    *,
    CASE WHEN per_day > 0 AND available >= 0 THEN available / per_day END AS cover,
    CASE WHEN available >= 0 AND on_hand >= 0 AND units + on_hand > 0
      THEN units / (1.0 * (units + on_hand)) END AS sell_through,
    CASE WHEN per_day > 0 THEN $z * SQRT(
      $lead * COALESCE(deviation, 0) * COALESCE(deviation, 0) + per_day * per_day * $spread * $spread
    ) END AS safety
  FROM joined
), judged AS (
  SELECT
    *,
    per_day * $lead + safety AS reorder_point,
    CASE
      WHEN available IS NULL THEN 'untracked'
      WHEN available < 0 THEN 'oversold'
      WHEN available = 0 THEN 'stock-out'
      WHEN per_day IS NULL THEN 'unknown'
      WHEN per_day = 0 THEN 'no movement'
      WHEN available <= per_day * $lead + safety THEN 'reorder'
      WHEN available > per_day * $overstock THEN 'overstock'
      ELSE 'ok'
    END AS status
  FROM planned
), valued AS (
  SELECT
    *,
    CASE WHEN status = 'overstock' THEN (available - per_day * $overstock) * worth_minor END
      AS over_minor,
    CASE WHEN status = 'no movement' THEN available * worth_minor END AS dead_minor,
    CASE WHEN per_day > 0 AND available IS NOT NULL THEN GREATEST(
      per_day * $lead - GREATEST(available, 0), 0
    ) * sales_minor / units END AS risk_minor,
    CASE WHEN status IN ('reorder', 'stock-out', 'oversold') AND per_day > 0 THEN GREATEST(
      reorder_point + per_day * $lead - available - COALESCE(incoming, 0), 0
    ) END AS order_units
  FROM judged
), totals AS (
  SELECT
    COUNT(*) AS members,
    SUM(available) AS all_available,
    SUM(on_hand) AS all_on_hand,
    SUM(on_hand * cost_minor) AS all_cost_minor,
    SUM(over_minor) AS all_over_minor,
    SUM(dead_minor) AS all_dead_minor,
    SUM(risk_minor) AS all_risk_minor,
    SUM(CASE WHEN available > 0 AND cost_minor IS NULL THEN 1 ELSE 0 END) AS uncosted,
    SUM(CASE WHEN sharers > 1 OR sku IS NULL THEN 1 ELSE 0 END) AS shared
  FROM valued
), statuses AS (
  SELECT
    status,
    COUNT(*) AS status_members,
    SUM(available) AS status_units,
    SUM(GREATEST(available, 0) * worth_minor) AS status_minor,
    MIN(variant_key) AS first_key
  FROM valued
  GROUP BY status
), ranked AS (
  SELECT
    variant_key,
    ROW_NUMBER() OVER (ORDER BY
      CASE WHEN risk_minor > 0 OR order_units > 0 THEN 0 ELSE 1 END,
      COALESCE(risk_minor, 0) DESC, COALESCE(order_units, 0) DESC, variant_key) AS urgency,
    ROW_NUMBER() OVER (ORDER BY
      CASE status WHEN 'oversold' THEN 0 WHEN 'stock-out' THEN 1 WHEN 'reorder' THEN 2
        WHEN 'overstock' THEN 3 WHEN 'no movement' THEN 4 ELSE 5 END,
      COALESCE(units, 0) DESC, variant_key) AS place
  FROM valued
)
SELECT
  valued.*,
  ranked.urgency AS urgency,
  ranked.place AS place,
  newest.snapshot_date AS snapshot_date,
  statuses.status_members AS status_members,
  statuses.status_units AS status_units,
  statuses.status_minor AS status_minor,
  CASE WHEN valued.variant_key = statuses.first_key THEN 1 ELSE 0 END AS opens_status,
  totals.*
FROM ranked
JOIN valued ON valued.variant_key = ranked.variant_key
JOIN statuses ON statuses.status = valued.status
CROSS JOIN totals
CROSS JOIN newest
WHERE ranked.place <= $most OR ranked.urgency <= 20 OR valued.variant_key = statuses.first_key
ORDER BY ranked.place
