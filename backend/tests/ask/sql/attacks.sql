-- What the guard must refuse, one statement a line, under the code it is refused with.
-- code: sql.empty
;
/* nothing */
;;;
-- code: sql.many_statements
SELECT 1; SELECT 2
SELECT order_id FROM orders; DROP TABLE orders
SELECT 1; COMMIT; DELETE FROM orders
SELECT 1;; SELECT 2
BEGIN; SELECT 1
SELECT 1; ATTACH '/tmp/x.db' AS x
COMMIT; DROP SCHEMA main CASCADE
-- code: sql.write
UPDATE EXTENSIONS
INSERT INTO orders (order_id) VALUES ('1')
INSERT INTO orders SELECT order_id FROM orders
INSERT OR REPLACE INTO orders VALUES (1)
UPDATE orders SET total_minor = 0
DELETE FROM orders
DELETE FROM orders WHERE order_id = '1' RETURNING order_id
MERGE INTO orders USING customers ON orders.customer_key = customers.customer_key WHEN MATCHED THEN DELETE
CREATE TABLE copied AS SELECT order_id FROM orders
CREATE OR REPLACE VIEW orders AS SELECT 1 AS order_id
CREATE TEMP TABLE t (i INTEGER)
CREATE MACRO add(a, b) AS a + b
CREATE FUNCTION f() AS 1
CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')
CREATE SCHEMA other
CREATE TYPE mood AS ENUM ('a', 'b')
CREATE SEQUENCE s
CREATE INDEX i ON orders (order_id)
DROP TABLE orders
DROP VIEW IF EXISTS orders
DROP SCHEMA main CASCADE
ALTER TABLE orders ADD COLUMN x INTEGER
ALTER TABLE orders RENAME TO o
TRUNCATE orders
TRUNCATE TABLE orders
COPY orders TO 'out.csv'
COPY (SELECT order_id FROM orders) TO '/tmp/out.parquet' (FORMAT parquet)
COPY orders FROM '/etc/passwd'
EXPORT DATABASE '/tmp/dump'
IMPORT DATABASE '/tmp/dump'
GRANT ALL ON orders TO public
REVOKE ALL ON orders FROM public
VACUUM
COMMENT ON TABLE orders IS 'x'
(DELETE FROM orders)
WITH gone AS (DELETE FROM orders RETURNING order_id) SELECT order_id FROM gone
WITH new AS (INSERT INTO orders (order_id) VALUES ('1') RETURNING order_id) SELECT order_id FROM new
WITH changed AS (UPDATE orders SET total_minor = 0 RETURNING order_id) SELECT order_id FROM changed
WITH a AS (SELECT order_id FROM orders) INSERT INTO orders (order_id) SELECT order_id FROM a
WITH a AS (SELECT order_id FROM orders) DELETE FROM orders WHERE order_id IN (SELECT order_id FROM a)
WITH a AS (SELECT 1 AS n) UPDATE orders SET total_minor = 0
SELECT order_id INTO copied FROM orders
SELECT order_id FROM orders FOR UPDATE
SELECT order_id FROM orders FOR SHARE
-- code: sql.not_a_select
SHOW TABLES
SHOW ALL TABLES
DESCRIBE orders
DESCRIBE SELECT order_id FROM orders
SUMMARIZE orders
EXPLAIN SELECT order_id FROM orders
EXPLAIN ANALYZE SELECT order_id FROM orders
PRAGMA database_list
PRAGMA show_tables
PRAGMA table_info('orders')
PRAGMA memory_limit='100GB'
SET memory_limit = '100GB'
SET GLOBAL threads = 64
SET enable_external_access = true
SET VARIABLE v = 1
RESET memory_limit
ATTACH '/tmp/other.duckdb' AS other
ATTACH 'host=localhost' AS pg (TYPE postgres)
DETACH store
USE memory
INSTALL httpfs
LOAD httpfs
FORCE INSTALL httpfs FROM 'http://example.com'
LOAD '/tmp/evil.duckdb_extension'
CALL pragma_version()
CALL duckdb_tables()
PREPARE p AS SELECT 1
EXECUTE p
DEALLOCATE p
BEGIN TRANSACTION
COMMIT
ROLLBACK
CHECKPOINT
FORCE CHECKPOINT
ANALYZE orders
VALUES (1), (2)
TABLE orders
PIVOT orders ON country USING sum(total_minor)
UNPIVOT orders ON total_minor, taxes_minor INTO NAME n VALUE v
DECLARE c CURSOR FOR SELECT 1
LISTEN channel
KILL 1
hello
1 + 1
'SELECT 1'
-- code: sql.recursive
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT n FROM r
WITH RECURSIVE r AS (SELECT 1 AS n UNION SELECT n FROM r) SELECT COUNT(*) FROM r
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n FROM r) SELECT n FROM r LIMIT 5
WITH RECURSIVE r(n) USING KEY (n) AS (SELECT 1 UNION ALL SELECT n FROM r) SELECT n FROM r
WITH RECURSIVE a AS (SELECT 1 AS n) SELECT n FROM a
SELECT n FROM (WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT n FROM r) AS x
SELECT (WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT MAX(n) FROM r) AS m
-- code: sql.shadowed_table
WITH orders AS (SELECT 1 AS order_id) SELECT order_id FROM orders
WITH Orders AS (SELECT 1 AS order_id) SELECT order_id FROM orders
WITH "ORDERS" AS (SELECT 1 AS order_id) SELECT order_id FROM orders
WITH a AS (SELECT 1 AS x), customers AS (SELECT 1 AS y) SELECT x FROM a
SELECT x FROM (WITH payouts AS (SELECT 1 AS x) SELECT x FROM payouts) AS p
SELECT order_id FROM orders WHERE order_id IN (WITH orders AS (SELECT '1' AS x) SELECT x FROM orders)
-- code: sql.unknown_table
SELECT email FROM users
SELECT email FROM customers_raw
SELECT password FROM people
SELECT usename FROM pg_user
SELECT relname FROM pg_class
SELECT name FROM sqlite_master
SELECT sql FROM sqlite_schema
SELECT table_name FROM duckdb_tables
SELECT name, value FROM duckdb_settings
SELECT 1 AS a FROM duckdb_secrets
SELECT path FROM duckdb_databases
SELECT data FROM 'other.duckdb'
SELECT content FROM '/etc/passwd'
SELECT column0 FROM '/etc/passwd.csv'
SELECT a FROM "/data/warehouse/other/1.duckdb"
SELECT a FROM 'https://example.com/x.parquet'
SELECT a FROM 's3://bucket/x.parquet'
SELECT a FROM '*.parquet'
FROM users
FROM 'x.csv'
SELECT o.order_id FROM orders AS o JOIN users AS u ON u.id = o.order_id
SELECT order_id FROM orders WHERE customer_key IN (SELECT id FROM users)
SELECT order_id FROM orders UNION ALL SELECT email FROM users
SELECT (SELECT MAX(email) FROM users) AS e FROM orders
SELECT order_id FROM orders WHERE EXISTS (SELECT 1 FROM users)
WITH a AS (SELECT email FROM users) SELECT email FROM a
WITH sqlite_master AS (SELECT name FROM sqlite_master) SELECT name FROM sqlite_master
WITH a AS (SELECT x FROM b), b AS (SELECT 1 AS x) SELECT x FROM a
SELECT y.x FROM (WITH inner_one AS (SELECT 1 AS x) SELECT x FROM inner_one) AS y JOIN inner_one AS z ON y.x = z.x
SELECT n FROM tenants
SELECT id FROM workspaces
SELECT key_hash FROM api_keys
-- code: sql.qualified_table
SELECT order_id FROM main.orders
SELECT order_id FROM store.main.orders
SELECT order_id FROM memory.orders
SELECT table_name FROM information_schema.tables
SELECT column_name FROM information_schema.columns
SELECT relname FROM pg_catalog.pg_class
SELECT a FROM other.main.customers
SELECT a FROM temp.orders
SELECT a FROM "system"."main"."duckdb_settings"
SELECT order_id FROM orders WHERE order_id IN (SELECT table_name FROM information_schema.tables)
WITH a AS (SELECT table_name FROM information_schema.tables) SELECT table_name FROM a
-- code: sql.table_function
SELECT column0 FROM read_csv('/etc/passwd')
SELECT column0 FROM read_csv_auto('/etc/passwd')
SELECT content FROM read_text('/etc/passwd')
SELECT content FROM read_blob('/etc/shadow')
SELECT a FROM read_parquet('*.parquet')
SELECT a FROM parquet_scan('x.parquet')
SELECT a FROM parquet_metadata('x.parquet')
SELECT a FROM read_json('x.json')
SELECT a FROM read_json_auto('https://example.com/x.json')
SELECT a FROM read_ndjson_objects('x.json')
SELECT file FROM glob('/etc/*')
SELECT name, value FROM duckdb_settings()
SELECT name FROM duckdb_secrets()
SELECT path FROM duckdb_databases()
SELECT table_name FROM duckdb_tables()
SELECT function_name FROM duckdb_functions()
SELECT a FROM pragma_table_info('orders')
SELECT a FROM pragma_database_list()
SELECT a FROM query('SELECT 1 AS a')
SELECT a FROM query_table('orders')
SELECT a FROM sqlite_scan('x.db', 't')
SELECT a FROM postgres_scan('host=localhost', 'public', 'users')
SELECT a FROM mysql_query('db', 'SELECT 1')
SELECT range FROM range(1000000000)
SELECT a FROM generate_series(1, 1000000000) AS t(a)
SELECT a FROM repeat_row(1, num_rows = 1000000)
SELECT a FROM unnest([1, 2, 3]) AS t(a)
SELECT a FROM UNNEST(GENERATE_SERIES(1, 1000000000)) AS t(a)
SELECT a FROM test_all_types()
SELECT a FROM sniff_csv('/etc/passwd')
SELECT a FROM read_xlsx('x.xlsx')
SELECT a FROM st_read('x.shp')
SELECT a FROM duckdb_logs()
SELECT a FROM checkpoint()
SELECT o.order_id FROM orders AS o JOIN read_csv('x.csv') AS c ON c.id = o.order_id
SELECT order_id FROM orders WHERE order_id IN (SELECT column0 FROM read_csv('/etc/passwd'))
WITH a AS (SELECT content FROM read_text('/etc/passwd')) SELECT content FROM a
-- code: sql.unknown_column
SELECT source_file FROM orders
SELECT import_id FROM orders
SELECT SOURCE_FILE FROM orders
SELECT "Source_File" FROM orders
SELECT o.source_file FROM orders AS o
SELECT order_id FROM orders ORDER BY source_file
SELECT order_id FROM orders WHERE import_id = 'x'
SELECT COUNT(*) FROM orders GROUP BY source_file
SELECT MAX(source_file) FROM sales_ledger
SELECT a.source_file FROM (SELECT order_id FROM orders) AS a
SELECT o.order_id FROM orders AS o JOIN customers AS c ON o.import_id = c.import_id
SELECT order_id FROM orders WHERE EXISTS (SELECT 1 FROM customers WHERE customers.source_file = orders.source_file)
SELECT SUM(total_minor) OVER (PARTITION BY import_id) FROM orders
SELECT email FROM customers
SELECT phone FROM customers
SELECT first_name, last_name FROM customers
SELECT address1 FROM orders
SELECT tenant_id FROM orders
SELECT rowid FROM orders
SELECT orders FROM orders
SELECT o FROM orders AS o
SELECT order_id FROM orders AS o JOIN customers AS c ON o.customer_key = c.customer_key WHERE x.y = 1
SELECT customer_key FROM orders AS o JOIN customers AS c ON o.customer_key = c.customer_key
SELECT nothing
SELECT customers.customer_key FROM orders
SELECT user
SELECT current_setting
-- code: sql.star
SELECT *, * FROM orders
SELECT o.*, c.* FROM orders AS o JOIN customers AS c ON o.customer_key = c.customer_key
SELECT * FROM orders AS o JOIN customers AS c ON o.customer_key = c.customer_key
SELECT *
SELECT * EXCLUDE (order_id) FROM orders
SELECT * REPLACE (1 AS order_id) FROM orders
SELECT COUNT(o.*) FROM orders AS o
SELECT MAX(*) FROM orders
SELECT COALESCE(*) FROM orders
SELECT * LIKE 'a%' FROM orders
SELECT order_id FROM orders WHERE (*) IS NULL
-- code: sql.function
SELECT list_filter(order_id, LAMBDA x : x) FROM orders
SELECT order_id COLLATE nocase FROM orders
SELECT repeat('x', 2000000000)
SELECT repeat(order_id, 1000000) FROM orders
SELECT length(repeat('x', 2000000000)) AS n
SELECT lpad('x', 2000000000, 'y')
SELECT rpad('x', 2000000000, 'y')
SELECT getenv('HOME')
SELECT getenv('MARKETING_AGENT_SECRET_KEY') AS k FROM orders
SELECT current_setting('memory_limit')
SELECT current_user
SELECT session_user
SELECT current_database()
SELECT current_schema()
SELECT current_schemas(true)
SELECT version()
SELECT pg_sleep(10)
SELECT pg_read_file('/etc/passwd')
SELECT lo_import('/etc/passwd')
SELECT dblink('host=localhost', 'SELECT 1')
SELECT set_config('a', 'b', false)
SELECT query_to_xml('SELECT 1', true, true, '')
SELECT nextval('s')
SELECT txid_current()
SELECT random()
SELECT setseed(0.5)
SELECT uuid()
SELECT gen_random_uuid()
SELECT now()
SELECT current_timestamp
SELECT getvariable('v')
SELECT list(order_id) FROM orders
SELECT array_agg(order_id) FROM orders
SELECT range(1000000000)
SELECT generate_series(1, 1000000000)
SELECT unnest(generate_series(1, 10))
SELECT unnest(range(10))
SELECT list_transform(range(3), x -> x + 1)
SELECT [1, 2, 3]
SELECT {'a': 1}
SELECT MAP {'a': 1}
SELECT struct_pack(a := order_id) FROM orders
SELECT row_to_json(o) FROM orders AS o
SELECT to_json(order_id) FROM orders
SELECT json_extract(dims, '$.a') FROM report_facts
SELECT dims -> 'a' FROM report_facts
SELECT hash(customer_key) FROM customers
SELECT md5(customer_key) FROM customers
SELECT sha256(customer_key) FROM customers
SELECT format('{}', order_id) FROM orders
SELECT printf('%d', 1)
SELECT error('x')
SELECT write_log('x')
SELECT histogram(total_minor) FROM orders
SELECT approx_top_k(order_id, 1000000) FROM orders
SELECT regexp_split_to_array(order_id, '') FROM orders
SELECT string_split(order_id, '') FROM orders
SELECT to_base64(order_id) FROM orders
SELECT bit_count(1)
SELECT COLUMNS('.*') FROM orders
SELECT COLUMNS(*) FROM orders
SELECT order_id FROM orders WHERE read_text('/etc/passwd') = 'x'
SELECT "getenv"('HOME')
SELECT add_parquet_key('k', 'v')
SELECT in_search_path('a', 'b')
SELECT order_id FROM orders ORDER BY random()
SELECT order_id FROM orders GROUP BY order_id HAVING getenv('A') = 'b'
-- code: sql.type
SELECT 'orders'::regclass
SELECT CAST(order_id AS JSON) FROM orders
SELECT CAST(order_id AS BLOB) FROM orders
SELECT CAST(order_id AS VARCHAR[]) FROM orders
SELECT CAST(order_id AS STRUCT(a INTEGER)) FROM orders
SELECT CAST(order_id AS MAP(VARCHAR, INTEGER)) FROM orders
SELECT CAST(order_id AS UUID) FROM orders
SELECT CAST(created_at AS TIMESTAMP WITH TIME ZONE) FROM orders
SELECT CAST(order_id AS mood) FROM orders
SELECT CAST('1' AS BIT)
-- code: sql.construct
SELECT dims ->> '$[*]' FROM report_facts
SELECT dims ->> '$."a.b"' FROM report_facts
SELECT json_extract_string(dims, '$..a') FROM report_facts
SELECT
SELECT main.getenv('HOME')
SELECT order_id FROM orders TABLESAMPLE 10 PERCENT
SELECT order_id FROM orders USING SAMPLE 10
SELECT order_id FROM orders AT (VERSION => 1)
SELECT a FROM orders PIVOT (SUM(total_minor) FOR country IN ('US'))
SELECT country, n, v FROM orders UNPIVOT (v FOR n IN (total_minor, taxes_minor))
SELECT #1 FROM orders
SELECT x FROM (VALUES (1)) AS t(x)
SELECT a.b.c.d FROM orders
SELECT order_id[1] FROM orders
SELECT E'\x41'
SELECT $$text$$
SELECT DATE_TRUNC('a''b', order_date) FROM orders
SELECT DATE_TRUNC('day) --', order_date) FROM orders
SELECT DATE_DIFF('x'' || getenv(''A'') || ''', order_date, order_date) FROM orders
SELECT 1 AS a UNION BY NAME SELECT 2 AS a
SELECT order_id FROM orders WHERE order_id GLOB '*'
SELECT store.main.orders.order_id FROM orders
SELECT order_date AT TIME ZONE 'UTC' FROM orders
WITH a AS (VALUES (1)) SELECT 1 AS b FROM a
-- code: sql.parameter
SELECT $1
SELECT ?
SELECT $start
SELECT order_id FROM orders WHERE order_date >= $start AND order_date < $end
-- code: sql.limit
SELECT order_id FROM orders LIMIT 5 OFFSET 0 + ?
SELECT order_id FROM orders LIMIT 10 + 10
SELECT order_id FROM orders LIMIT (SELECT 5)
SELECT order_id FROM orders LIMIT ALL
SELECT order_id FROM orders LIMIT 99999999999
SELECT order_id FROM orders LIMIT 1.5
SELECT order_id FROM orders LIMIT 5 OFFSET (SELECT COUNT(*) FROM orders)
-- code: sql.join
SELECT order_id FROM orders, LATERAL (SELECT 1 AS x) AS l
SELECT orders.order_id FROM orders, customers
SELECT orders.order_id FROM orders CROSS JOIN customers
SELECT orders.order_id FROM orders JOIN customers
SELECT orders.order_id FROM orders JOIN customers ON TRUE
SELECT orders.order_id FROM orders JOIN customers ON 1 = 1
SELECT a.order_id FROM orders AS a JOIN orders AS b ON a.order_id = a.order_id
SELECT a.order_id FROM orders AS a JOIN orders AS b ON b.total_minor > 0
SELECT a.order_id FROM orders AS a LEFT JOIN orders AS b ON a.total_minor = 0
SELECT orders.order_id FROM orders NATURAL JOIN customers
SELECT orders.order_id FROM orders POSITIONAL JOIN customers
SELECT a.order_id FROM orders AS a ASOF JOIN orders AS b ON a.order_date >= b.order_date
SELECT a.order_id FROM orders AS a SEMI JOIN customers AS b ON a.customer_key = b.customer_key
SELECT a.order_id FROM orders AS a ANTI JOIN customers AS b ON a.customer_key = b.customer_key
SELECT COUNT(*) FROM orders AS a, orders AS b, orders AS c, orders AS d
SELECT COUNT(*) FROM orders AS a CROSS JOIN orders AS b CROSS JOIN orders AS c
SELECT COUNT(*) FROM orders AS a, orders AS b WHERE a.order_id = b.order_id
SELECT x.n FROM (SELECT COUNT(*) AS n FROM orders AS a, orders AS b) AS x
-- code: sql.syntax
SELECT FROM WHERE
SELECT order_id FROM orders WHERE
SELECT (order_id FROM orders
SELECT 'unfinished
SELECT order_id orders FROM FROM
WITH a AS SELECT 1
SELECT "open FROM orders
-- Another list, written by someone who had not read the guard.
-- code: sql.table_function
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_csv_auto('/etc/passwd')
SELECT * FROM read_text('/etc/hostname')
SELECT * FROM read_blob('/etc/shadow')
SELECT * FROM read_parquet('../../lake/x.parquet')
SELECT * FROM read_json('/proc/self/environ')
SELECT * FROM read_ndjson('/proc/1/environ')
SELECT * FROM glob('/**')
SELECT * FROM read_csv('http://169.254.169.254/latest/meta-data/')
SELECT * FROM read_parquet('s3://bucket/x.parquet')
SELECT content FROM read_text('file:///etc/passwd')
SELECT * FROM parquet_scan('/tmp/x.parquet')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT * FROM parquet_metadata('/tmp/x.parquet')
SELECT * FROM sqlite_scan('/tmp/a.db','t')
SELECT * FROM postgres_scan('host=localhost','public','workspaces')
SELECT * FROM postgres_query('host=localhost','select 1')
SELECT * FROM duckdb_settings()
SELECT * FROM duckdb_tables()
SELECT * FROM duckdb_databases()
SELECT * FROM duckdb_secrets()
SELECT * FROM duckdb_functions()
SELECT * FROM duckdb_logs()
SELECT * FROM pragma_database_list()
SELECT sum(x) FROM range(100000000000) t(x)
SELECT count(*) FROM generate_series(1, 1000000000000)
SELECT count(*) FROM unnest(range(1000000000)) t(x)
FROM duckdb_settings()
SELECT * FROM query('SELECT * FROM orders')
SELECT * FROM query_table('orders')
SELECT * FROM json_execute_serialized_sql('{}')
SELECT * FROM read_csv('/etc/passwd')
SELECT/**/*/**/FROM/**/read_csv('/etc/passwd')
SELECT E'\x41' FROM read_csv('/x')
SELECT random() FROM range(1000000000)
SELECT * FROM test_all_types()
SELECT * FROM repeat('x', 1000000000)
SELECT * FROM repeat_row(1, num_rows=1000000000)
SELECT * FROM seq_scan('orders')
SELECT * FROM arrow_scan(1,2,3)
SELECT * FROM force_checkpoint()
SELECT * FROM which_secret('x','s3')
SELECT 1 UNION ALL SELECT * FROM duckdb_settings()
SELECT (SELECT value FROM duckdb_settings() LIMIT 1)
SELECT first(name) FROM (SELECT name FROM duckdb_settings())
WITH x AS MATERIALIZED (SELECT * FROM read_csv('/etc/passwd')) SELECT * FROM x
-- code: sql.unknown_table
SELECT * FROM '/etc/passwd'
SELECT * FROM "/etc/passwd"
SELECT * FROM 'https://example.com/x.csv'
SELECT * FROM sqlite_master
SELECT * FROM pg_class
SELECT order_id FROM "ORDERS;DROP TABLE x"
SELECT * FROM contacts
SELECT * FROM workspaces
SELECT * FROM users
SELECT import_id FROM nowhere
-- code: sql.not_a_select
ATTACH '/tmp/x.duckdb' AS x
ATTACH ':memory:' AS m
DETACH warehouse
INSTALL spatial FROM community
FORCE INSTALL json
PRAGMA enable_profiling
SET memory_limit='100GB'
SET enable_external_access=true
SET lock_configuration=false
SET threads TO 64
SET temp_directory='/tmp'
CALL duckdb_settings()
EXPLAIN SELECT 1
EXPLAIN ANALYZE SELECT 1
ANALYZE
PIVOT orders ON order_date USING count(*)
UNPIVOT orders ON total_minor
ＳＥＬＥＣＴ * FROM ｒｅａｄ＿ｃｓｖ('/etc/passwd')
SEL/**/ECT 1
.shell ls
\! ls
-- code: sql.write
COPY orders TO '/tmp/out.csv'
COPY (SELECT 1) TO '/tmp/out.parquet' (FORMAT parquet)
UPDATE orders SET total_minor=0
INSERT INTO orders VALUES (1)
ALTER TABLE orders ADD COLUMN x INT
CREATE TABLE x AS SELECT * FROM orders
CREATE VIEW v AS SELECT 1
CREATE MACRO f(a) AS a+1
CREATE TEMP MACRO g() AS TABLE SELECT 1
CREATE SCHEMA s
CREATE SECRET s (TYPE s3)
CREATE TYPE t AS ENUM ('a')
WITH x AS (DELETE FROM orders RETURNING *) SELECT * FROM x
SELECT * INTO x FROM orders
MERGE INTO orders USING orders o ON true WHEN MATCHED THEN DELETE
-- code: sql.qualified_table
SELECT * FROM information_schema.tables
SELECT * FROM pg_catalog.pg_tables
SELECT * FROM main.orders
SELECT * FROM warehouse.main.orders
SELECT * FROM "main"."orders"
SELECT * FROM temp.orders
SELECT * FROM system.information_schema.tables
-- code: sql.many_statements
SELECT 1; ATTACH '/tmp/x' AS y
;;SELECT 1;;SELECT 2
SELECT 1 /* ; */ ; DELETE FROM orders
-- code: sql.recursive
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r) SELECT count(*) FROM r
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n*2 FROM r WHERE n>0) SELECT sum(n) FROM r
WITH RECURSIVE r(s) AS (SELECT 'x' UNION ALL SELECT s||s FROM r) SELECT max(length(s)) FROM r
-- code: sql.join
SELECT count(*) FROM orders a, orders b, orders c, orders d
SELECT count(*) FROM orders a CROSS JOIN orders b CROSS JOIN orders c CROSS JOIN orders d
SELECT count(*) FROM orders a JOIN orders b ON true JOIN orders c ON true JOIN orders d ON true
SELECT count(*) FROM orders a JOIN orders b ON 1=1 JOIN orders c ON 1=1 JOIN orders d ON 1=1
SELECT a.order_id FROM orders a POSITIONAL JOIN orders b
SELECT a.order_id FROM orders a ASOF JOIN orders b ON a.order_date >= b.order_date
SELECT a.order_id FROM orders a NATURAL JOIN orders b
SELECT a.order_id FROM orders a SEMI JOIN orders b USING (order_id)
SELECT a.order_id FROM orders a, LATERAL (SELECT b.order_id FROM orders b) c
SELECT array_agg(a.order_id) FROM orders a, orders b, orders c
SELECT string_agg(a.name, b.name) FROM orders a, orders b, orders c
SELECT histogram(a.total_minor) FROM orders a, orders b
SELECT sum(count(*)) OVER (ORDER BY a.order_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM orders a, orders b, orders c GROUP BY a.order_id
SELECT median(a.total_minor) OVER (ORDER BY b.order_id ROWS BETWEEN 100000 PRECEDING AND 100000 FOLLOWING) FROM orders a JOIN orders b ON true
-- code: sql.function
SELECT length(repeat('x', 2000000000))
SELECT length(repeat(repeat('x', 100000), 100000))
SELECT range(1000000000000)
SELECT len(range(10000000000))
SELECT list_aggregate(range(1000000000), 'sum')
SELECT list_sum(range(2000000000))
SELECT list_sort(range(500000000))
SELECT list_transform(range(100000000), x -> x * x)
SELECT list_filter(range(100000000), x -> x % 2 = 0)
SELECT list_reduce(range(100000000), (a,b) -> a+b)
SELECT [x FOR x IN range(1000000000)]
SELECT regexp_matches(repeat('a', 100000000), '(a+)+$')
SELECT regexp_replace(repeat('a', 50000000), '(a*)*b', 'x', 'g')
SELECT regexp_extract_all(repeat('ab', 100000000), 'a')
SELECT levenshtein(repeat('a', 100000), repeat('b', 100000))
SELECT damerau_levenshtein(repeat('a', 50000), repeat('b', 50000))
SELECT jaro_winkler_similarity(repeat('a',1000000), repeat('b',1000000))
SELECT md5(repeat('x', 1900000000))
SELECT unnest([1,2,3])
SELECT to_json(o) FROM orders o
SELECT row_to_json(o) FROM orders o
SELECT struct_pack(a := 1)
SELECT query('SELECT 1')
SELECT json_serialize_sql('SELECT 1')
SELECT $$abc$$ || read_text('/etc/passwd')
SELECT sleep(100)
SELECT pg_sleep(100)
SELECT checkpoint()
SELECT file_exists('/etc/passwd')
SELECT load_extension('x')
SELECT bitstring('1', 2000000000)
SELECT factorial(100000)
SELECT format('{:>2000000000}', 'x')
SELECT printf('%2000000000d', 1)
SELECT translate(repeat('a',1000000000),'a','b')
SELECT concat(repeat('a',1000000000),repeat('b',1000000000))
SELECT array_to_string(range(100000000), ',')
SELECT enum_range(NULL::x)
SELECT count(*) FILTER (WHERE getenv('X') IS NULL) FROM orders
-- code: sql.syntax
SELECT apply(range(10), x -> repeat('x', 1000000000))
SELECT * FROM read\u005fcsv('/etc/passwd')
SELECT :name
SELECT 10000000000!
-- code: sql.construct
SELECT * FROM (VALUES (1),(2)) t(x)
SELECT * FROM orders PIVOT (count(*) FOR order_date IN ('2026-01-01'))
SELECT U&'\0041'
SELECT fts_main_orders.match_bm25(1,'x')
SELECT * FROM orders TABLESAMPLE 10%
SELECT * FROM orders USING SAMPLE 10
SELECT order_id FROM orders LIMIT 100%
-- code: sql.unknown_column
SELECT order_id FROM orders WHERE email = 'a@b.example'
SELECT name, phone FROM customers
-- code: sql.limit
SELECT order_id FROM orders LIMIT (SELECT 1000000000)
SELECT order_id FROM orders OFFSET 99999999999
-- code: sql.type
SELECT CAST('/etc/passwd' AS BLOB)
SELECT x::STRUCT(a INT)[] FROM (SELECT NULL AS x)
-- code: sql.shadowed_table
WITH orders AS (SELECT * FROM duckdb_settings()) SELECT * FROM orders
