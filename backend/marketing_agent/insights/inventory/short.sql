WITH earlier AS (
  SELECT
    sku,
    SUM(quantity) AS units,
    SUM(gross_sales_minor + COALESCE(discounts_minor, 0)) AS sales_minor
  FROM order_lines
  WHERE order_date >= $since AND order_date < $end AND sku IS NOT NULL
  GROUP BY sku
), paced AS (
  SELECT
    stock.variant_key AS variant_key,
    stock.product AS product,
    stock.variant AS variant,
    stock.sku AS sku,
    stock.available AS available,
    stock.incoming AS incoming,
    stock.cover AS cover,
    stock.snapshot_date AS snapshot_date,
    CASE WHEN stock.available <= 0 AND stock.per_day = 0 AND earlier.units > 0 THEN 1 ELSE 0 END
      AS out_long,
    stock.per_day AS window_pace,
    earlier.units / (1.0 * $longer) AS earlier_pace,
    stock.risk_minor AS window_risk_minor,
    $lead * earlier.sales_minor / (1.0 * $longer) AS earlier_risk_minor,
    SUM(stock.sales_minor) OVER () AS all_sales_minor
  FROM stock
  LEFT JOIN earlier ON earlier.sku = stock.sku
), judged AS (
  SELECT
    *,
    CASE WHEN out_long = 1 THEN earlier_pace ELSE window_pace END AS per_day,
    CASE WHEN out_long = 1 THEN earlier_risk_minor ELSE window_risk_minor END AS risk_minor
  FROM paced
), short AS (
  SELECT
    *,
    COUNT(*) OVER () AS short_members,
    SUM(risk_minor) OVER () AS short_risk_minor,
    ROW_NUMBER() OVER (
      ORDER BY COALESCE(risk_minor, 0) DESC, available, variant_key
    ) AS short_place
  FROM judged
  WHERE available < 0 OR (per_day > 0 AND available < per_day * $lead)
)
SELECT *
FROM short
WHERE short_place <= $few
ORDER BY short_place
