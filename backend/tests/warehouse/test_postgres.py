"""The second engine: PostgreSQL holds the very rows of a version, whole or not at all."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import inspect

from marketing_agent.ask.sql.sample_store import build_sample_store
from marketing_agent.kernel.db import Database
from marketing_agent.warehouse.errors import QueryRefused, UnknownVersion
from marketing_agent.warehouse.pg.names import schema_of
from marketing_agent.warehouse.pg.tables import row_classes
from marketing_agent.warehouse.schemas import Version, canonical_tables
from marketing_agent.warehouse.service import Warehouse
from tests.metrics import stores

# The types of the declaration as PostgreSQL names them.
TYPES = {
    "VARCHAR": "text",
    "BIGINT": "bigint",
    "INTEGER": "integer",
    "DOUBLE": "double precision",
    "DECIMAL(18,4)": "numeric(18,4)",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp without time zone",
}
ODD = [
    "", None, " blanks ", 'a "quote", comma', "line\nline\r\nline", "\\N", "\\.", "NULL", "null",
    "ÅLAND Türkiye 東京 🎈", "it's %(start)s $1", "a\tb", "x" * 9000, "_", "Z", "a", "ä", "B", "é",
]  # fmt: skip


@pytest.fixture
def shop() -> str:
    return str(uuid4())


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def warehouse(data_dir: Path, database: Database) -> Iterator[Warehouse]:
    made = Warehouse(data_dir, memory="256MB", threads=2, postgres_url=database.url)
    yield made
    made.close()


@pytest.fixture(scope="module")
def published(
    tmp_path_factory: pytest.TempPathFactory, database: Database
) -> Iterator[tuple[Warehouse, str]]:
    """A shop of one product that tests only read."""
    made = Warehouse(tmp_path_factory.mktemp("pg"), memory="256MB", postgres_url=database.url)
    shop = str(uuid4())
    build(made, shop, 1)
    yield made, shop
    made.close()


@pytest.fixture
def owner(database_url: str) -> Iterator[psycopg.Connection]:
    """A connection that sees everything."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def rows(warehouse: Warehouse, shop: str, version: int, sql: str) -> list[tuple[object, ...]]:
    return warehouse.query(shop, version, sql).rows


def schemas(owner: psycopg.Connection, shop: str) -> set[str]:
    found = owner.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE %s", [f"%{shop}%"])
    return {str(row[0]) for row in found}


def build(warehouse: Warehouse, shop: str, count: int, version: int = 1) -> None:
    products = [{"product_id": f"p{n}", "title": f"Product {n}"} for n in range(count)]
    stores.build(
        warehouse, shop, {"products": products}, version=version, import_id=f"import-{version}"
    )


def test_tables_are_those_of_the_declaration(
    published: tuple[Warehouse, str], owner: psycopg.Connection
) -> None:
    _, shop = published
    found = owner.execute(
        """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r'
        ORDER BY c.relname, a.attnum
        """,
        [f'"{schema_of(Version(shop, 1, None))}"'],
    ).fetchall()
    declared = [
        (table.name, column.name, TYPES[column.type], column.required)
        for table in sorted(canonical_tables().values(), key=lambda table: table.name)
        for column in table.columns
    ]
    assert found == declared


@pytest.mark.parametrize("name", canonical_tables())
def test_classes_are_those_of_the_declaration(name: str) -> None:
    made, table = row_classes()[name], canonical_tables()[name]
    assert list(made.model_fields) == [column.name for column in table.columns]
    assert [column.name for column in inspect(made).primary_key] == list(table.key)
    described = {n: field.description for n, field in made.model_fields.items()}
    assert described == {column.name: column.description for column in table.columns}


def test_every_value_of_every_table_is_the_same(
    warehouse: Warehouse, data_dir: Path, shop: str
) -> None:
    build_sample_store(warehouse, shop)
    files = Warehouse(data_dir, memory="256MB")
    for table in canonical_tables().values():
        sql = f"SELECT * FROM {table.name} ORDER BY {', '.join(table.key)}"
        ours, theirs = rows(files, shop, 1, sql), rows(warehouse, shop, 1, sql)
        assert len(ours) >= 40
        assert ours == theirs, table.name
        assert [list(map(type, row)) for row in ours] == [list(map(type, row)) for row in theirs]


def test_odd_text_is_the_same_and_sorts_alike(
    warehouse: Warehouse, data_dir: Path, shop: str
) -> None:
    products = [{"product_id": f"p{n:02}", "title": text} for n, text in enumerate(ODD)]
    stores.build(warehouse, shop, {"products": products})
    files = Warehouse(data_dir, memory="256MB")
    by_title = "SELECT title FROM products ORDER BY title ASC NULLS LAST, product_id"
    assert rows(warehouse, shop, 1, by_title) == rows(files, shop, 1, by_title)
    stored = rows(warehouse, shop, 1, "SELECT title FROM products ORDER BY product_id")
    assert [row[0] for row in stored] == ODD
    lowered = rows(warehouse, shop, 1, "SELECT LOWER(title COLLATE letters) FROM products")
    plain = rows(files, shop, 1, "SELECT lower(title) FROM products")
    assert sorted(map(str, lowered)) == sorted(map(str, plain))
    assert ("åland türkiye 東京 🎈",) in lowered


def test_a_nul_character_is_left_out(warehouse: Warehouse, shop: str) -> None:
    stores.build(warehouse, shop, {"products": [{"product_id": "p", "title": "a\x00b"}]})
    assert rows(warehouse, shop, 1, "SELECT title FROM products") == [("ab",)]


def test_text_longer_than_an_index_takes(warehouse: Warehouse, shop: str) -> None:
    """Landing pages of thousands of characters are part of a report's key."""
    page = "".join(uuid4().hex for _ in range(200))
    day = stores.date(2026, 1, 1)
    cell = stores.cell("sessions", "sessions", day, stores.date(2026, 1, 2), 3)
    stores.build(warehouse, shop, {"report_facts": [cell | {"dims": f'{{"page": "{page}"}}'}]})
    assert rows(warehouse, shop, 1, "SELECT length(dims) FROM report_facts") == [(6412,)]


def test_version_zero_answers_with_empty_tables(warehouse: Warehouse, shop: str) -> None:
    for name in canonical_tables():
        assert rows(warehouse, shop, 0, f'SELECT * FROM "{name}"') == []


def test_versions_do_not_touch_each_other(warehouse: Warehouse, shop: str) -> None:
    build(warehouse, shop, 2)
    build(warehouse, shop, 5, version=2)
    count = "SELECT count(*) FROM products"
    assert rows(warehouse, shop, 1, count) == [(2,)]
    assert rows(warehouse, shop, 2, count) == [(5,)]


def test_old_versions_are_pruned_and_leftovers_cleared(
    warehouse: Warehouse, shop: str, owner: psycopg.Connection
) -> None:
    for version in range(1, 6):
        build(warehouse, shop, version, version=version)
    assert warehouse.prune(shop, published=4, keep=2) == [1, 2]
    assert schemas(owner, shop) == {f"warehouse_{shop}_{n}" for n in (3, 4, 5)}
    warehouse.clear_leftovers(shop, published=4, imports=["import-4"])
    assert schemas(owner, shop) == {f"warehouse_{shop}_{n}" for n in (3, 4)}
    with pytest.raises(UnknownVersion):
        rows(warehouse, shop, 1, "SELECT 1 FROM products")


def test_a_version_that_is_read_is_pruned_later(
    warehouse: Warehouse, shop: str, owner: psycopg.Connection
) -> None:
    build(warehouse, shop, 1)
    build(warehouse, shop, 1, version=2)
    with owner.transaction():
        owner.execute(f'SELECT * FROM "warehouse_{shop}_1".products')
        assert warehouse.prune(shop, published=2, keep=1) == [1]
        assert len(schemas(owner, shop)) == 2
    warehouse.prune(shop, published=2, keep=1)
    assert len(schemas(owner, shop)) == 1


def test_a_reader_of_a_version_that_was_pruned_elsewhere_is_told(
    warehouse: Warehouse, shop: str, owner: psycopg.Connection
) -> None:
    build(warehouse, shop, 1)
    assert rows(warehouse, shop, 1, "SELECT count(*) FROM products") == [(1,)]
    owner.execute(f'DROP SCHEMA "warehouse_{shop}_1" CASCADE')
    with pytest.raises(UnknownVersion):
        rows(warehouse, shop, 1, "SELECT count(*) FROM products")


def test_a_publish_that_fails_leaves_no_trace(
    warehouse: Warehouse, data_dir: Path, shop: str, owner: psycopg.Connection
) -> None:
    build(warehouse, shop, 3)
    owner.execute(f'CREATE SCHEMA "warehouse_{shop}_2"')
    owner.execute(f"COMMENT ON SCHEMA \"warehouse_{shop}_2\" IS 'left by another build'")
    with owner.transaction():
        # Nobody can drop what is locked here, so publishing fails in the middle.
        owner.execute(f'CREATE TABLE "warehouse_{shop}_2".held (n int)')
        stuck = threading.Thread(target=_cancel_soon, args=(owner.info.dsn, shop))
        stuck.start()
        with pytest.raises(Exception, match=r"."):
            build(warehouse, shop, 9, version=2)
        stuck.join()
    assert [file.name for file in (data_dir / "warehouse" / shop).iterdir()] == ["1.duckdb"]
    assert rows(warehouse, shop, 1, "SELECT count(*) FROM products") == [(3,)]
    build(warehouse, shop, 9, version=2)
    assert rows(warehouse, shop, 2, "SELECT count(*) FROM products") == [(9,)]


def _cancel_soon(dsn: str, shop: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for _ in range(1_200):
            found = connection.execute(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'DROP SCHEMA%' AND wait_event_type = 'Lock'"
            ).fetchall()
            if found:
                return
            threading.Event().wait(0.05)


_KILLED = """
import sys
from pathlib import Path
from marketing_agent.warehouse.schemas import Version, canonical_tables
from marketing_agent.warehouse.service import Warehouse
from tests.warehouse.test_postgres import build
from marketing_agent.warehouse.pg import publish

load, seen = publish._load, []
def slow(connection, schema, table, file):
    seen.append(load(connection, schema, table, file))
    if len(seen) == 3:
        print("half", flush=True)
        sys.stdin.read()
publish._load = slow
build(Warehouse(Path(sys.argv[1]), postgres_url=sys.argv[2]), sys.argv[3], 7, version=2)
"""


def test_a_publish_that_is_killed_leaves_nothing_half_published(
    warehouse: Warehouse, data_dir: Path, database: Database, shop: str, owner: psycopg.Connection
) -> None:
    build(warehouse, shop, 3)
    arguments = [sys.executable, "-c", _KILLED, str(data_dir), database.url, shop]
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        os.kill(process.pid, signal.SIGKILL)
    assert schemas(owner, shop) == {f"warehouse_{shop}_1"}
    assert rows(warehouse, shop, 1, "SELECT count(*) FROM products") == [(3,)]
    warehouse.clear_leftovers(shop, published=1, imports=["import-1"])
    assert [file.name for file in (data_dir / "warehouse" / shop).iterdir()] == ["1.duckdb"]
    build(warehouse, shop, 7, version=warehouse.next_version(shop, 1))
    assert rows(warehouse, shop, 2, "SELECT count(*) FROM products") == [(7,)]


def test_versions_of_the_other_engine_are_published_when_they_are_asked(
    data_dir: Path, database: Database, shop: str
) -> None:
    build(Warehouse(data_dir, memory="256MB"), shop, 4)
    answered: list[object] = []

    def ask() -> None:
        own = Warehouse(data_dir, memory="256MB", postgres_url=database.url)
        answered.extend(rows(own, shop, 1, "SELECT count(*) FROM products"))
        own.close()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answered == [(4,)] * 3


def test_a_number_that_was_used_twice_has_the_rows_of_its_file(
    warehouse: Warehouse, data_dir: Path, database: Database, shop: str
) -> None:
    """PostgreSQL keeps rows of a version that was never published; the other engine goes on."""
    build(warehouse, shop, 4)
    files = Warehouse(data_dir, memory="256MB")
    files.clear_leftovers(shop, published=0, imports=[])
    build(files, shop, 6)
    again = Warehouse(data_dir, memory="256MB", postgres_url=database.url)
    assert rows(again, shop, 1, "SELECT count(*) FROM products") == [(6,)]
    again.close()


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO products SELECT * FROM products",
        "WITH gone AS (DELETE FROM products RETURNING *) SELECT * FROM gone",
        "SELECT 1; SELECT 2",
        "SELECT 1 -- \n; DROP TABLE products",
        "DROP TABLE products",
        "SET ROLE postgres",
        "COPY products TO '/tmp/x.csv'",
        "SELECT * INTO mine FROM products",
        "SELECT * FROM products FOR UPDATE",
        "SELECT * FROM public.workspaces",
        'SELECT * FROM "public".workspaces',
        "SELECT * FROM workspaces",
        "SELECT * FROM pg_catalog.pg_authid",
        "SELECT rolpassword FROM pg_authid",
        "SELECT * FROM information_schema.tables",
        'SELECT * FROM "warehouse_other_1".orders',
        "SELECT lo_create(0)",
        "SELECT pg_read_file('/etc/hostname')",
        "EXPLAIN ANALYZE SELECT 1",
        "SELECT $$ a $$",
        "SELECT nothing FROM products",
        "",
    ],
)
def test_nothing_but_reading_the_version(published: tuple[Warehouse, str], sql: str) -> None:
    warehouse, shop = published
    with pytest.raises(QueryRefused):
        rows(warehouse, shop, 1, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO {schema}.products (product_id) VALUES ('x')",
        "DELETE FROM {schema}.products",
        "CREATE TABLE {schema}.mine (n int)",
        "CREATE TABLE public.mine (n int)",
        "SELECT * FROM public.workspaces",
        "SELECT * FROM public.api_keys",
        "DROP SCHEMA {schema} CASCADE",
        "SET ROLE marketing_agent_app",
        "COPY {schema}.products TO PROGRAM 'true'",
    ],
)
def test_the_role_that_reads_can_do_nothing_else(
    published: tuple[Warehouse, str], owner: psycopg.Connection, database_url: str, sql: str
) -> None:
    """The wall behind the look at the words: logged in as nobody but the reader."""
    _, shop = published
    login, schema = f"login_{uuid4().hex[:8]}", f'"warehouse_{shop}_1"'
    owner.execute(f"CREATE ROLE {login} LOGIN NOINHERIT IN ROLE marketing_agent_reader")
    try:
        with psycopg.connect(database_url, user=login, autocommit=True) as connection:
            connection.execute("SET ROLE marketing_agent_reader")
            found = connection.execute(f"SELECT count(*) FROM {schema}.products").fetchone()
            assert found == (1,)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql.format(schema=schema))
    finally:
        owner.execute(f"DROP ROLE {login}")


def test_a_session_cannot_write_even_where_its_role_could(
    published: tuple[Warehouse, str],
) -> None:
    warehouse, shop = published
    names = ("role", "transaction_read_only", "statement_timeout", "TimeZone")
    asked = ", ".join(f"current_setting('{name}')" for name in names)
    (found,) = rows(warehouse, shop, 1, f"SELECT {asked}")
    assert found == ("marketing_agent_reader", "on", "1min", "UTC")


def test_an_export_leaves_no_files(warehouse: Warehouse, data_dir: Path, shop: str) -> None:
    build_sample_store(warehouse, shop)
    assert [file.name for file in (data_dir / "warehouse" / shop).iterdir()] == ["1.duckdb"]
