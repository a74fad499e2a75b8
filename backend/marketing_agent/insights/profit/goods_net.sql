WITH costs AS (
  SELECT sku, MIN(cost_minor) AS cost_minor
  FROM variants
  WHERE sku IS NOT NULL AND cost_minor IS NOT NULL
  GROUP BY sku
  HAVING MIN(cost_minor) = MAX(cost_minor)
), reach AS (
  SELECT *
  FROM order_lines
  WHERE (order_date >= $start AND order_date < $end)
    OR (order_date >= $before_start AND order_date < $before_end)
), on_lines AS (
  SELECT
    order_id,
    SUM(gross_sales_minor) AS gross_minor,
    SUM(COALESCE(discounts_minor, 0)) AS discounts_minor
  FROM reach
  GROUP BY order_id
), stood AS (
  SELECT order_id, discounts_minor
  FROM orders
  WHERE cancelled_date IS NULL
    AND ((order_date >= $start AND order_date < $end)
      OR (order_date >= $before_start AND order_date < $before_end))
), sold AS (
  SELECT
    reach.order_date AS order_date,
    reach.sku AS sku,
    reach.quantity AS quantity,
    reach.gross_sales_minor AS gross_minor,
    reach.gross_sales_minor + COALESCE(reach.discounts_minor, 0) + CASE
      WHEN on_lines.gross_minor + on_lines.discounts_minor = 0 THEN 0
      ELSE CAST(ROUND(
        CAST((COALESCE(stood.discounts_minor, 0) - on_lines.discounts_minor)
          * (reach.gross_sales_minor + COALESCE(reach.discounts_minor, 0)) AS DOUBLE)
        / (on_lines.gross_minor + on_lines.discounts_minor)
      ) AS BIGINT)
    END AS net_minor
  FROM reach
  JOIN stood ON stood.order_id = reach.order_id
  JOIN on_lines ON on_lines.order_id = reach.order_id
)
SELECT
  CAST(DATE_TRUNC('grain', sold.order_date) AS DATE) AS day,
  sold.order_date >= $start AND sold.order_date < $end AS is_now,
  sold.order_date >= $before_start AND sold.order_date < $before_end AS is_before,
  sold.sku AS sku,
  costs.cost_minor AS cost_minor,
  SUM(sold.quantity) AS units,
  SUM(sold.gross_minor) AS gross_minor,
  SUM(sold.net_minor) AS net_minor
FROM sold
LEFT JOIN costs ON costs.sku = sold.sku
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2, 3, 4
