WITH worth AS (
  SELECT
    members.member AS member,
    SUM(CASE
      WHEN sales_ledger.order_date < members.first_date + 90
      AND members.first_date + 90 <= $known_until
      THEN gross_sales_minor + discounts_minor + returns_minor ELSE 0
    END) AS net_90,
    SUM(CASE
      WHEN sales_ledger.order_date < members.first_date + 365
      AND members.first_date + 365 <= $known_until
      THEN gross_sales_minor + discounts_minor + returns_minor ELSE 0
    END) AS net_365
  FROM sales_ledger
  JOIN members ON members.customer_key = sales_ledger.customer_key
  WHERE sales_ledger.order_date < $known_until
    AND sales_ledger.order_date >= members.first_date
  GROUP BY 1
), sizes AS (
  SELECT
    member,
    COUNT(*) AS customers,
    SUM(orders) AS orders,
    SUM(CASE WHEN orders > 1 THEN 1 ELSE 0 END) AS repeated,
    SUM(CASE WHEN first_date + 90 <= $known_until THEN 1 ELSE 0 END) AS had_90,
    SUM(CASE WHEN first_date + 365 <= $known_until THEN 1 ELSE 0 END) AS had_365
  FROM members
  GROUP BY member
)
SELECT
  sizes.member AS member, customers, orders, repeated, had_90, had_365, net_90, net_365
FROM sizes
LEFT JOIN worth ON worth.member = sizes.member
ORDER BY customers DESC, member
LIMIT $most
