WITH skus AS (
  SELECT sku, MIN(product_id) AS product_id
  FROM variants
  WHERE sku IS NOT NULL
  GROUP BY sku
  HAVING MIN(product_id) = MAX(product_id)
)
SELECT
  orders.customer_key AS customer_key,
  orders.order_date AS order_date,
  COALESCE(products.title, order_lines.line_name) AS product,
  COALESCE(order_lines.vendor, products.vendor) AS vendor,
  products.product_type AS product_type
FROM order_lines
JOIN orders ON orders.order_id = order_lines.order_id
LEFT JOIN skus ON skus.sku = order_lines.sku
LEFT JOIN products ON products.product_id = skus.product_id
WHERE orders.customer_key IS NOT NULL AND orders.cancelled_date IS NULL
