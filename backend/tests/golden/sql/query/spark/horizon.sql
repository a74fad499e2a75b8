WITH current_sales_by_customer AS (
  SELECT
    CAST(TRUNC(customers.first_order_date, 'MONTH') AS DATE) AS bucket,
    CASE
      WHEN LOWER(NULLIF(first_orders.sales_channel, '')) IN ('pos', 'point of sale')
      THEN 'pos'
      ELSE NULLIF(first_orders.sales_channel, '')
    END AS sales_channel,
    SUM(sales_ledger.total_sales_minor) FILTER(WHERE
      customers.first_order_date <= CAST(:over_30 AS DATE)
      AND DATEDIFF(DAY, customers.first_order_date, sales_ledger.event_date) < 30) AS sales_in_30_days,
    SUM(sales_ledger.total_sales_minor) FILTER(WHERE
      customers.first_order_date <= CAST(:over_90 AS DATE)
      AND DATEDIFF(DAY, customers.first_order_date, sales_ledger.event_date) < 90) AS sales_in_90_days
  FROM sales_ledger
  LEFT JOIN customers AS customers
    ON sales_ledger.customer_key = customers.customer_key
  LEFT JOIN orders AS first_orders
    ON customers.first_order_id = first_orders.order_id
  WHERE
    customers.first_order_date >= CAST(:start AS DATE)
    AND customers.first_order_date < CAST(:end AS DATE)
  GROUP BY
    1,
    2
), current_customers AS (
  SELECT
    CAST(TRUNC(customers.first_order_date, 'MONTH') AS DATE) AS bucket,
    CASE
      WHEN LOWER(NULLIF(first_orders.sales_channel, '')) IN ('pos', 'point of sale')
      THEN 'pos'
      ELSE NULLIF(first_orders.sales_channel, '')
    END AS sales_channel,
    COUNT(*) FILTER(WHERE
      customers.first_order_date <= CAST(:over_30 AS DATE)) AS customers_over_30_days,
    COUNT(*) FILTER(WHERE
      customers.first_order_date <= CAST(:over_90 AS DATE)) AS customers_over_90_days,
    SUM(customers.total_minor) AS lifetime_sales,
    COUNT(*) AS acquired_customers
  FROM customers
  LEFT JOIN orders AS first_orders
    ON customers.first_order_id = first_orders.order_id
  WHERE
    customers.first_order_date >= CAST(:start AS DATE)
    AND customers.first_order_date < CAST(:end AS DATE)
  GROUP BY
    1,
    2
), current_period AS (
  SELECT
    COALESCE(current_sales_by_customer.bucket, current_customers.bucket) AS bucket,
    COALESCE(current_sales_by_customer.sales_channel, current_customers.sales_channel) AS sales_channel,
    COALESCE(current_sales_by_customer.sales_in_30_days, 0) AS ltv_30_numerator,
    COALESCE(current_customers.customers_over_30_days, 0) AS ltv_30_denominator,
    COALESCE(current_sales_by_customer.sales_in_90_days, 0) AS ltv_90_numerator,
    COALESCE(current_customers.customers_over_90_days, 0) AS ltv_90_denominator,
    COALESCE(current_customers.lifetime_sales, 0) AS ltv_numerator,
    COALESCE(current_customers.acquired_customers, 0) AS ltv_denominator
  FROM current_sales_by_customer
  FULL JOIN current_customers
    ON current_sales_by_customer.bucket = current_customers.bucket
    AND COALESCE(CAST(current_sales_by_customer.sales_channel AS STRING), '') = COALESCE(CAST(current_customers.sales_channel AS STRING), '')
    AND (
      current_sales_by_customer.sales_channel IS NULL
    ) = (
      current_customers.sales_channel IS NULL
    )
), members AS (
  SELECT
    sales_channel
  FROM current_period
  GROUP BY
    sales_channel
  ORDER BY
    CAST(SUM(ltv_30_numerator) AS DOUBLE) / NULLIF(SUM(ltv_30_denominator), 0) DESC,
    sales_channel NULLS LAST
  LIMIT :limit
), current_buckets AS (
  SELECT DISTINCT
    CAST(TRUNC(day, 'MONTH') AS DATE) AS bucket
  FROM EXPLODE(
    SEQUENCE(
      CAST(:start AS DATE),
      CAST(CAST(:end AS DATE) - INTERVAL '1' DAY AS DATE),
      INTERVAL '1' DAY
    )
  ) AS spine(day)
), current_rows AS (
  SELECT
    current_buckets.bucket,
    members.sales_channel,
    COALESCE(current_period.ltv_30_numerator, 0) AS ltv_30_numerator,
    COALESCE(current_period.ltv_30_denominator, 0) AS ltv_30_denominator,
    COALESCE(current_period.ltv_90_numerator, 0) AS ltv_90_numerator,
    COALESCE(current_period.ltv_90_denominator, 0) AS ltv_90_denominator,
    COALESCE(current_period.ltv_numerator, 0) AS ltv_numerator,
    COALESCE(current_period.ltv_denominator, 0) AS ltv_denominator
  FROM current_buckets
  CROSS JOIN members
  LEFT JOIN current_period
    ON current_buckets.bucket = current_period.bucket
    AND (
      COALESCE(CAST(members.sales_channel AS STRING), '') = COALESCE(CAST(current_period.sales_channel AS STRING), '')
      AND (
        members.sales_channel IS NULL
      ) = (
        current_period.sales_channel IS NULL
      )
    )
)
SELECT
  current_rows.bucket AS date,
  current_rows.sales_channel AS sales_channel,
  CAST(current_rows.ltv_30_numerator AS DOUBLE) / NULLIF(current_rows.ltv_30_denominator, 0) AS ltv_30,
  current_rows.ltv_30_numerator AS ltv_30_numerator,
  current_rows.ltv_30_denominator AS ltv_30_denominator,
  CAST(current_rows.ltv_90_numerator AS DOUBLE) / NULLIF(current_rows.ltv_90_denominator, 0) AS ltv_90,
  current_rows.ltv_90_numerator AS ltv_90_numerator,
  current_rows.ltv_90_denominator AS ltv_90_denominator,
  CAST(current_rows.ltv_numerator AS DOUBLE) / NULLIF(current_rows.ltv_denominator, 0) AS ltv,
  current_rows.ltv_numerator AS ltv_numerator,
  current_rows.ltv_denominator AS ltv_denominator
FROM current_rows
ORDER BY
  date ASC NULLS LAST,
  ltv_30 DESC,
  sales_channel ASC NULLS LAST
