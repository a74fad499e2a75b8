WITH skus AS (
  SELECT sku, MIN(product_id) AS product_id
  FROM variants
  WHERE sku IS NOT NULL
  GROUP BY sku
  HAVING MIN(product_id) = MAX(product_id)
)
SELECT
  order_lines.order_id AS order_id,
  order_lines.line_no AS line_no,
  order_lines.order_date AS order_date,
  order_lines.quantity AS quantity,
  order_lines.gross_sales_minor AS gross_sales_minor,
  COALESCE(products.title, order_lines.line_name) AS product
FROM order_lines
LEFT JOIN skus ON skus.sku = order_lines.sku
LEFT JOIN products ON products.product_id = skus.product_id
