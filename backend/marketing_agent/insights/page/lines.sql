SELECT
  order_lines.order_id AS order_id,
  order_lines.line_no AS line_no,
  order_lines.order_date AS order_date,
  order_lines.quantity AS quantity,
  order_lines.gross_sales_minor AS gross_sales_minor,
  COALESCE(titles.title, order_lines.line_name) AS product
FROM order_lines
LEFT JOIN titles ON titles.sku = order_lines.sku
