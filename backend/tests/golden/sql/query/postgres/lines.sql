WITH current_period AS (
  SELECT
    COALESCE(NULLIF(products.title, ''), NULLIF(order_lines.line_name, '')) AS product,
    CAST(EXTRACT(ISODOW FROM order_lines.order_date) AS BIGINT) AS day_of_week,
    COALESCE(SUM(order_lines.quantity), 0) AS units_sold_numerator
  FROM order_lines
  LEFT JOIN (
    SELECT
      sku,
      MIN(product_id) AS product_id
    FROM variants
    GROUP BY
      sku
    HAVING
      COUNT(DISTINCT product_id) = 1
  ) AS skus
    ON order_lines.sku = skus.sku
  LEFT JOIN products AS products
    ON skus.product_id = products.product_id
  WHERE
    order_lines.order_date >= CAST(%(start)s AS DATE)
    AND order_lines.order_date < CAST(%(end)s AS DATE)
  GROUP BY
    1,
    2
)
SELECT
  current_period.product AS product,
  current_period.day_of_week AS day_of_week,
  current_period.units_sold_numerator AS units_sold,
  current_period.units_sold_numerator AS units_sold_numerator
FROM current_period
ORDER BY
  units_sold DESC NULLS LAST,
  product ASC,
  day_of_week ASC
LIMIT %(limit)s
