WITH ranked AS (
  SELECT
    named_lines.order_id AS order_id, named_lines.product AS member,
    ROW_NUMBER() OVER (
      PARTITION BY named_lines.order_id
      ORDER BY named_lines.gross_sales_minor DESC, named_lines.line_no
    ) AS place
  FROM named_lines
  JOIN began ON began.member = named_lines.order_id
)
SELECT began.customer_key AS customer_key, began.first_date AS first_date,
  began.orders AS orders, COALESCE(ranked.member, '') AS member
FROM began
LEFT JOIN ranked ON ranked.order_id = began.member AND ranked.place = 1
