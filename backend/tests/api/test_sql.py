"""The SQL explorer over HTTP: roles, tenants, refusals with codes, and a server that goes on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from marketing_agent.ask.sql import sample_store
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

Headers = Callable[..., dict[str, str]]
# Sound to the guard: it joins on a condition, and still has rows without end to count.
SLOW = (
    "SELECT COUNT(*) AS n FROM orders AS a JOIN orders AS b ON a.currency <> b.order_id"
    " JOIN orders AS c ON b.currency <> c.order_id JOIN orders AS d ON c.currency <> d.order_id"
    " WHERE a.tags || b.tags <> c.tags || d.tags"
)


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """A deadline that tests can wait for; seconds."""
    return settings.model_copy(update={"sql_deadline_s": getattr(request, "param", 2.0)})


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the sample store."""
    warehouse = Warehouse(tmp_path_factory.mktemp("store"), memory="256MB", threads=1)
    sample_store.build_sample_store(warehouse)
    path = warehouse.version_path(sample_store.WORKSPACE, sample_store.VERSION)
    assert path is not None
    return path


@pytest.fixture
def full(workspace: Workspace, settings: Settings, database: Database, version: Path) -> Workspace:
    """A workspace with the sample store in it."""
    target = settings.data_dir / "warehouse" / workspace.id / version.name
    target.parent.mkdir(parents=True)
    target.hardlink_to(version)
    with database.transaction(workspace.id) as session:
        tenancy.publish_warehouse_version(session, workspace.id, 0, 1)
    return workspace


def ask(client: TestClient, headers: dict[str, str], sql: str, **more: object) -> tuple[int, dict]:
    answer = client.post("/api/v1/sql", json={"sql": sql, **more}, headers=headers)
    return answer.status_code, answer.json()


def test_rows_come_with_the_statement_that_ran(
    client: TestClient, key_for: Headers, full: Workspace
) -> None:
    status, found = ask(client, key_for(full), "select count(*) as N from orders")
    assert status == 200
    assert found["columns"] == ["N"]
    assert found["types"] == ["BIGINT"]
    assert found["rows"] == [[2_000]]
    assert found["truncated"] is False
    assert found["sql"].endswith("LIMIT 1001")
    assert found["ms"] > 0


def test_rows_are_cut_where_asked(client: TestClient, key_for: Headers, full: Workspace) -> None:
    _, found = ask(client, key_for(full), "SELECT order_id FROM orders", max_rows=3)
    assert (len(found["rows"]), found["truncated"]) == (3, True)
    _, found = ask(client, key_for(full), "SELECT order_id FROM orders LIMIT 3", max_rows=3)
    assert (len(found["rows"]), found["truncated"]) == (3, False)
    for wrong in (0, -1, 10_001):
        assert ask(client, key_for(full), "SELECT 1", max_rows=wrong)[0] == 422


@pytest.mark.parametrize(
    ("role", "status"),
    [("owner", 200), ("admin", 200), ("marketer", 200), ("approver", 403), ("viewer", 403)],
)
def test_only_some_roles_write_sql(
    role: str, status: int, client: TestClient, key_for: Headers, workspace: Workspace
) -> None:
    assert ask(client, key_for(workspace, role), "SELECT 1")[0] == status


@pytest.mark.parametrize(("role", "status"), [("marketer", 200), ("viewer", 403)])
def test_the_schema_is_for_those_who_write(
    role: str, status: int, client: TestClient, key_for: Headers, workspace: Workspace
) -> None:
    answer = client.get("/api/v1/sql/schema", headers=key_for(workspace, role))
    assert answer.status_code == status


def test_every_column_of_the_schema_can_be_asked(
    client: TestClient, key_for: Headers, full: Workspace
) -> None:
    headers = key_for(full)
    schema = client.get("/api/v1/sql/schema", headers=headers).json()
    assert {"orders", "sales_ledger", "products"} <= {table["name"] for table in schema["tables"]}
    for table in schema["tables"]:
        names = [column["name"] for column in table["columns"]]
        status, found = ask(
            client, headers, f"SELECT {', '.join(names)} FROM {table['name']} LIMIT 1"
        )
        assert (status, found["columns"]) == (200, names), table["name"]
        assert [column["type"] for column in table["columns"]] == found["types"], table["name"]
        assert not {"email", "import_id", "source_file"} & set(names)


def test_nobody_writes_sql_without_a_key(client: TestClient) -> None:
    assert ask(client, {}, "SELECT 1")[0] == 401


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("DROP TABLE orders", "sql.write"),
        ("SELECT 1; SELECT 2", "sql.many_statements"),
        ("SELECT content FROM read_text('/etc/passwd')", "sql.table_function"),
        ("SELECT email FROM customers", "sql.unknown_column"),
        ("SELECT repeat('x', 2000000000)", "sql.function"),
        ("SELECT " + "1+" * 500_000 + "1", "sql.too_long"),
        ("SELECT CAST(order_id AS DATE) FROM orders", "sql.failed"),
        ("", "sql.empty"),
        ("SELECT 'a\x00b' FROM orders", "sql.syntax"),
    ],
)
def test_refusals_are_problems_with_a_code(
    sql: str, code: str, client: TestClient, key_for: Headers, full: Workspace
) -> None:
    status, problem = ask(client, key_for(full), sql)
    assert (status, problem["code"]) == (422, code)
    assert problem["title"]
    assert str(full.id) not in problem["title"]


@pytest.mark.parametrize(
    "body",
    [{"sql": "x" * 2_000_000}, {"sql": None}, {"sql": "SELECT 1", "max_rows": 0}, {"rows": 1}, []],
)
def test_a_body_that_is_no_statement_is_refused(
    body: object, client: TestClient, key_for: Headers, full: Workspace
) -> None:
    response = client.post("/api/v1/sql", json=body, headers=key_for(full))
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_unreadable_sql_says_where_in_numbers(
    client: TestClient, key_for: Headers, full: Workspace
) -> None:
    status, problem = ask(client, key_for(full), "SELECT count(*) AS n\nFRM orders")
    assert (status, problem["code"]) == (422, "sql.syntax")
    assert problem["details"] == {"line": 2, "column": 1}


def test_a_workspace_sees_its_own_rows_only(
    client: TestClient, key_for: Headers, full: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    other = make_workspace()
    count = "SELECT COUNT(*) AS n FROM orders"
    assert ask(client, key_for(full), count)[1]["rows"] == [[2_000]]
    assert ask(client, key_for(other), count)[1]["rows"] == [[0]]
    both = key_for(other) | {"X-Workspace": full.id}
    assert ask(client, both, count)[1]["rows"] == [[0]]


@pytest.mark.parametrize("settings", [10.0], indirect=True)  # four rounds, on a busy machine too
def test_a_slow_statement_ends_while_the_server_serves_others(
    client: TestClient, key_for: Headers, full: Workspace, make_workspace: Callable[..., Workspace]
) -> None:
    mine, others = key_for(full), key_for(make_workspace())
    assert ask(client, mine, "SELECT 1")[0] == 200
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(ask, client, mine, SLOW)
        for _ in range(4):
            assert client.get("/readyz").status_code == 200
            assert ask(client, others, "SELECT 1 AS one")[1]["rows"] == [[1]]
        assert not slow.done()
        status, problem = slow.result()
    assert (status, problem["code"]) == (422, "sql.deadline")


def test_a_crowd_of_slow_statements_is_sent_away(
    client: TestClient, key_for: Headers, full: Workspace
) -> None:
    headers = key_for(full)
    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda _: ask(client, headers, SLOW), range(12)))
    codes = [(status, problem["code"]) for status, problem in found]
    assert codes.count((429, "sql.busy")) >= 6
    assert codes.count((422, "sql.deadline")) >= 2
    assert all(problem["retryable"] for status, problem in found if status == 429)
    assert ask(client, headers, "SELECT 1")[0] == 200
