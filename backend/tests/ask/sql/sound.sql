SELECT COUNT(*) FROM orders
SELECT order_date, SUM(total_minor) / 100 AS Revenue FROM orders WHERE order_date >= DATE '2026-03-01' GROUP BY order_date ORDER BY 1
SELECT country, COUNT(*) AS n FROM orders GROUP BY country HAVING COUNT(*) > 3 ORDER BY n DESC, country LIMIT 5
SELECT UPPER(country) AS country, COUNT(*) AS n FROM orders GROUP BY country ORDER BY 1
SELECT o.sales_channel, AVG(o.total_minor) AS a FROM orders AS o JOIN order_lines AS l ON l.order_id = o.order_id GROUP BY 1 ORDER BY 1
SELECT COUNT(*) AS n FROM orders JOIN customers USING (customer_key)
SELECT COUNT(*) AS n FROM orders AS o LEFT JOIN discounts AS d ON o.discount_code = d.name WHERE d.name IS NULL
SELECT COUNT(*) AS n FROM orders AS o FULL OUTER JOIN payouts AS p ON o.order_name = p.order_name
WITH m AS (SELECT DATE_TRUNC('month', order_date) AS month, customer_type, SUM(total_minor) AS s FROM orders GROUP BY 1, 2) SELECT month, customer_type, s, LAG(s) OVER (PARTITION BY customer_type ORDER BY month) AS before FROM m ORDER BY month, customer_type
WITH a AS (SELECT country, SUM(total_minor) AS s FROM orders GROUP BY country), b AS (SELECT country, COUNT(*) AS n FROM customers GROUP BY country) SELECT a.country, a.s * 1.0 / NULLIF(b.n, 0) AS each_one FROM a LEFT JOIN b ON a.country = b.country ORDER BY 1
SELECT order_id FROM orders WHERE customer_key IN (SELECT customer_key FROM customers WHERE orders >= 1) ORDER BY order_id LIMIT 7
SELECT order_id FROM orders AS o WHERE EXISTS (SELECT 1 FROM order_lines AS l WHERE l.order_id = o.order_id AND l.quantity > 90) ORDER BY 1
SELECT order_id, ROW_NUMBER() OVER (ORDER BY total_minor DESC, order_id) AS place FROM orders QUALIFY place <= 3 ORDER BY place
SELECT order_date, SUM(SUM(total_minor)) OVER (ORDER BY order_date ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS week FROM orders GROUP BY order_date ORDER BY order_date
SELECT SUM(spend_minor) FILTER (WHERE clicks > 50) AS "Meta Spend", COUNT(DISTINCT platform) AS p FROM ad_spend
SELECT CASE WHEN total_minor > 50 THEN 'big' ELSE 'small' END AS size, COUNT(*) AS n FROM orders GROUP BY size ORDER BY size
SELECT EXTRACT(DOW FROM order_date) AS d, STRFTIME(order_date, '%Y-%m') AS m, COUNT(*) AS n FROM orders GROUP BY 1, 2 ORDER BY 1, 2
SELECT MEDIAN(total_minor) AS m, QUANTILE_CONT(total_minor, 0.9) AS q, STDDEV(total_minor) AS s FROM orders
SELECT DATE_DIFF('day', first_order_date, last_order_date) AS days, COUNT(*) AS n FROM customers GROUP BY ALL ORDER BY ALL
SELECT order_date + INTERVAL 7 DAYS AS later, order_date - INTERVAL '1' MONTH AS before FROM orders ORDER BY order_id LIMIT 3
SELECT country FROM orders UNION SELECT country FROM customers ORDER BY country
SELECT country, 1 AS n FROM orders EXCEPT SELECT country, 2 AS n FROM customers ORDER BY 1
(SELECT 1 AS a) UNION ALL (SELECT 2) ORDER BY a
SELECT a, a + 1 AS b, b * 2 AS c FROM (SELECT units AS a FROM orders) AS t ORDER BY a LIMIT 4
SELECT country, SUM(total_minor) AS s FROM orders GROUP BY ROLLUP (country) ORDER BY s DESC, country
SELECT country, currency, COUNT(*) AS n FROM orders GROUP BY GROUPING SETS ((country), (currency), ()) ORDER BY ALL
SELECT product_id, title FROM products WHERE title ILIKE '%1%' AND vendor NOT LIKE 'x%' ORDER BY product_id LIMIT 5
SELECT SPLIT_PART(variant_key, ' ', 2) AS v, REGEXP_EXTRACT(sku, '[0-9]+') AS n FROM variants ORDER BY variant_key LIMIT 5
SELECT COALESCE(discount_code, '-') AS code, ROUND(AVG(total_minor), 2) AS a FROM orders GROUP BY code ORDER BY code
SELECT TRY_CAST(units AS DECIMAL(10, 2)) AS u, CAST(order_date AS VARCHAR) AS d FROM orders ORDER BY order_id LIMIT 3
SELECT DISTINCT sales_channel FROM orders ORDER BY sales_channel
SELECT s.day, COUNT(o.order_id) AS n FROM UNNEST(CAST(GENERATE_SERIES(DATE '2026-01-01', DATE '2026-01-31', INTERVAL '1' DAY) AS DATE[])) AS s(day) LEFT JOIN orders AS o ON o.order_date = s.day GROUP BY s.day ORDER BY s.day
SELECT subject, unique_clicks * 1.0 / NULLIF(delivered, 0) AS ctr FROM email_messages ORDER BY message_id LIMIT 4
SELECT amount FROM report_facts WHERE dims = '{}' OR metric BETWEEN 'a' AND 'n' ORDER BY report_key, bucket_start, dims, metric LIMIT 6
SELECT order_id FROM orders WHERE (country, currency) IN (SELECT country, country FROM customers)
SELECT 'it''s; DROP TABLE orders --' AS text, 1 AS one
SELECT order_id /* all of them */ FROM orders -- really
SELECT DISTINCT ON (country) country, order_id FROM orders ORDER BY country, order_id
SELECT MAX(total_minor) - MIN(total_minor) AS spread, ARG_MAX(order_id, order_id) AS last FROM orders;
SELECT COUNT(*) AS n FROM (SELECT customer_key FROM orders GROUP BY customer_key HAVING COUNT(*) > 1) AS repeaters
FROM customers SELECT country, COUNT(*) AS n GROUP BY country ORDER BY country
SELECT dims ->> 'number' AS number, SUM(amount) AS s FROM report_facts WHERE (dims ->> 'number') = '7' OR dims = '{}' GROUP BY 1 ORDER BY 1
SELECT report_key, (CASE WHEN dims LIKE '{%' THEN dims ELSE '{"a": "b"}' END ->> 'a') = 'b' AS hit FROM report_facts ORDER BY 1 LIMIT 3
SELECT CASE WHEN JSON_EXTRACT_STRING('{"a": "b"}', '$.a') = 'b' THEN 1 ELSE 0 END AS n
