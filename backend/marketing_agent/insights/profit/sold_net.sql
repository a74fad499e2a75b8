WITH reach AS (
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
)
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
