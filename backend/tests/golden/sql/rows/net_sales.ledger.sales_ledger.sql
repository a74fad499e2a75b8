SELECT
  orders.order_name,
  sales_ledger.kind,
  sales_ledger.order_date,
  sales_ledger.event_date,
  sales_ledger.event_date_known,
  sales_ledger.gross_sales_minor,
  sales_ledger.discounts_minor,
  sales_ledger.returns_minor,
  sales_ledger.shipping_minor,
  sales_ledger.duties_minor,
  sales_ledger.fees_minor,
  sales_ledger.taxes_minor,
  sales_ledger.total_sales_minor
FROM sales_ledger
LEFT JOIN orders
  ON sales_ledger.order_id = orders.order_id
WHERE
  sales_ledger.event_date >= $start AND sales_ledger.event_date < $end
ORDER BY
  sales_ledger.event_date DESC,
  sales_ledger.order_id,
  sales_ledger.kind
LIMIT $limit
OFFSET $offset
