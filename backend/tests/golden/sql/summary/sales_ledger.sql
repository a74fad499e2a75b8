SELECT
  event_date AS date,
  SUM(gross_sales_minor) AS gross_sales,
  SUM(discounts_minor) AS discounts,
  SUM(returns_minor) AS returns,
  SUM(gross_sales_minor + discounts_minor + returns_minor) AS net_sales,
  SUM(shipping_minor) AS shipping,
  SUM(taxes_minor) AS taxes,
  SUM(total_sales_minor) AS total_sales
FROM sales_ledger
WHERE
  event_date >= $start AND event_date < $end
GROUP BY
  GROUPING SETS (
    (event_date),
    ()
  )
