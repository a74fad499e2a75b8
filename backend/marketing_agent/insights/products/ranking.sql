WITH sold AS (
  SELECT
    member,
    SUM(CASE WHEN is_now THEN net_minor ELSE 0 END) AS net_minor,
    SUM(CASE WHEN is_now THEN gross_minor ELSE 0 END) AS gross_minor,
    SUM(CASE WHEN is_now THEN discounts_minor ELSE 0 END) AS discounts_minor,
    SUM(CASE WHEN is_now THEN returns_minor ELSE 0 END) AS returns_minor,
    SUM(CASE WHEN is_now THEN quantity ELSE 0 END) AS units,
    COUNT(DISTINCT CASE WHEN is_now THEN order_id END) AS orders,
    COUNT(DISTINCT CASE WHEN is_now AND customer_key IS NOT NULL THEN order_id END)
      AS known_orders,
    COUNT(DISTINCT CASE WHEN is_now AND customer_type = 'new' THEN order_id END) AS new_orders,
    SUM(CASE WHEN is_now AND cost_minor IS NOT NULL THEN net_minor ELSE 0 END) AS costed_minor,
    SUM(CASE WHEN is_now AND NOT is_back THEN quantity * cost_minor ELSE 0 END) AS cost_minor,
    SUM(CASE WHEN is_before THEN net_minor ELSE 0 END) AS before_minor,
    SUM(CASE WHEN is_before THEN quantity ELSE 0 END) AS before_units,
    SUM(CASE WHEN is_before THEN returns_minor ELSE 0 END) AS before_returns_minor,
    SUM(CASE WHEN is_before AND cost_minor IS NOT NULL THEN net_minor ELSE 0 END)
      AS before_costed_minor,
    SUM(CASE WHEN is_before AND NOT is_back THEN quantity * cost_minor ELSE 0 END)
      AS before_cost_minor
  FROM lines
  GROUP BY member
), buyers AS (
  SELECT
    member,
    customer_key,
    MIN(CASE WHEN is_now THEN order_date END) AS first_date,
    MAX(order_date) AS last_date
  FROM lines
  WHERE customer_key IS NOT NULL AND NOT is_cancelled
  GROUP BY member, customer_key
  HAVING MIN(CASE WHEN is_now THEN order_date END) IS NOT NULL
), lasts AS (
  SELECT customer_key, MAX(order_date) AS last_date
  FROM orders
  WHERE customer_key IS NOT NULL AND cancelled_date IS NULL AND order_date >= $start
    AND order_date <= $today
  GROUP BY customer_key
), returned AS (
  SELECT
    buyers.member AS member,
    COUNT(*) AS customers,
    SUM(CASE WHEN buyers.last_date > buyers.first_date THEN 1 ELSE 0 END) AS bought_again,
    SUM(CASE WHEN lasts.last_date > buyers.first_date THEN 1 ELSE 0 END) AS came_back
  FROM buyers
  LEFT JOIN lasts ON lasts.customer_key = buyers.customer_key
  GROUP BY buyers.member
), catalogue AS (
  SELECT
    products.title AS product,
    CASE
      WHEN variants.option1 IS NULL OR variants.option1 = 'Default Title' THEN products.title
      ELSE products.title || ' - ' || variants.option1
        || COALESCE(' / ' || variants.option2, '') || COALESCE(' / ' || variants.option3, '')
    END AS variant,
    variants.sku AS sku,
    products.vendor AS vendor,
    products.product_type AS product_type
  FROM products
  JOIN variants ON variants.product_id = products.product_id
  WHERE COALESCE(products.status, 'active') = 'active'
), offered AS (
  SELECT DISTINCT split_member AS member
  FROM catalogue
  WHERE split_member IS NOT NULL
), members AS (
  SELECT member FROM sold WHERE units <> 0 OR before_units <> 0
  UNION
  SELECT member FROM offered
), summed AS (
  SELECT
    members.member AS member,
    offered.member IS NOT NULL AS is_offered,
    COALESCE(sold.net_minor, 0) AS net_minor,
    COALESCE(sold.gross_minor, 0) AS gross_minor,
    COALESCE(sold.discounts_minor, 0) AS discounts_minor,
    COALESCE(sold.returns_minor, 0) AS returns_minor,
    COALESCE(sold.units, 0) AS units,
    COALESCE(sold.orders, 0) AS orders,
    COALESCE(sold.known_orders, 0) AS known_orders,
    COALESCE(sold.new_orders, 0) AS new_orders,
    COALESCE(sold.costed_minor, 0) AS costed_minor,
    COALESCE(sold.cost_minor, 0) AS cost_minor,
    COALESCE(sold.before_minor, 0) AS before_minor,
    COALESCE(sold.before_units, 0) AS before_units,
    COALESCE(sold.before_returns_minor, 0) AS before_returns_minor,
    COALESCE(sold.before_costed_minor, 0) AS before_costed_minor,
    COALESCE(sold.before_cost_minor, 0) AS before_cost_minor,
    COALESCE(returned.customers, 0) AS customers,
    COALESCE(returned.bought_again, 0) AS bought_again,
    COALESCE(returned.came_back, 0) AS came_back
  FROM members
  LEFT JOIN sold ON sold.member = members.member
  LEFT JOIN offered ON offered.member = members.member
  LEFT JOIN returned ON returned.member = members.member
), totals AS (
  SELECT
    COUNT(*) AS members,
    SUM(GREATEST(net_minor, 0)) AS whole_minor,
    SUM(net_minor) AS all_net_minor,
    SUM(before_minor) AS all_before_net_minor,
    SUM(units) AS all_units,
    SUM(before_units) AS all_before_units,
    SUM(returns_minor) AS all_returns_minor,
    SUM(before_returns_minor) AS all_before_returns_minor,
    SUM(costed_minor) AS all_costed_minor,
    SUM(cost_minor) AS all_cost_minor,
    SUM(before_costed_minor) AS all_before_costed_minor,
    SUM(before_cost_minor) AS all_before_cost_minor,
    SUM(CASE WHEN units <> 0 THEN 1 ELSE 0 END) AS all_sold,
    SUM(CASE WHEN before_units <> 0 THEN 1 ELSE 0 END) AS all_before_sold,
    SUM(CASE WHEN is_offered THEN 1 ELSE 0 END) AS all_offered
  FROM summed
), ranked AS (
  SELECT
    member,
    net_minor,
    units,
    SUM(GREATEST(net_minor, 0)) OVER (
      ORDER BY net_minor DESC, member ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) - GREATEST(net_minor, 0) AS above_minor,
    ROW_NUMBER() OVER (ORDER BY net_minor DESC, units DESC, member) AS place,
    ROW_NUMBER() OVER (ORDER BY net_minor - before_minor DESC, member) AS rise,
    ROW_NUMBER() OVER (ORDER BY net_minor - before_minor, member) AS fall
  FROM summed
), graded AS (
  SELECT
    ranked.*,
    CASE
      WHEN units = 0 THEN 'U'
      WHEN net_minor <= 0 THEN 'C'
      WHEN above_minor < 0.8 * totals.whole_minor THEN 'A'
      WHEN above_minor < 0.95 * totals.whole_minor THEN 'B'
      ELSE 'C'
    END AS grade
  FROM ranked
  CROSS JOIN totals
), grades AS (
  SELECT
    grade,
    COUNT(*) AS grade_members,
    SUM(net_minor) AS grade_net_minor,
    MIN(place) AS first_place
  FROM graded
  GROUP BY grade
)
SELECT
  summed.*,
  graded.place AS place,
  graded.rise AS rise,
  graded.fall AS fall,
  graded.grade AS grade,
  grades.grade_members AS grade_members,
  grades.grade_net_minor AS grade_net_minor,
  CASE WHEN graded.place = grades.first_place THEN 1 ELSE 0 END AS opens_grade,
  totals.*
FROM graded
JOIN grades ON grades.grade = graded.grade
JOIN summed ON summed.member = graded.member
CROSS JOIN totals
WHERE graded.place <= $most OR graded.rise <= 10 OR graded.fall <= 10
  OR graded.place = grades.first_place
ORDER BY graded.place
