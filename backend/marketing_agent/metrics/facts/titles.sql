WITH skus AS (
  SELECT sku, MIN(product_id) AS product_id
  FROM variants
  WHERE sku IS NOT NULL
  GROUP BY sku
  HAVING MIN(product_id) = MAX(product_id)
)
SELECT skus.sku AS sku, products.title AS title
FROM skus
JOIN products ON products.product_id = skus.product_id
