SELECT
  order_date AS date,
  COUNT(*) AS order_count,
  SUM(gross_sales_minor) AS order_gross_sales,
  SUM(discounts_minor) AS order_discounts,
  SUM(units) AS units,
  COUNT(*) FILTER(WHERE
    customer_type = 'new') AS new_customers,
  COUNT(DISTINCT customer_key) FILTER(WHERE
    customer_type = 'returning') AS returning_customers
FROM orders
WHERE
  order_date >= $start AND order_date < $end
GROUP BY
  GROUPING SETS (
    (order_date),
    ()
  )
