"""`eval sql-guard` and `sql` as people run them."""

import json
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from marketing_agent.ask.sql import sample_store
from marketing_agent.cli.main import app
from marketing_agent.kernel.config import get_settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse
from tests.cli.processes import COMMAND

STATEMENTS = """-- a comment is no statement
SELECT COUNT(*) AS n FROM orders
SELECT * FROM read_csv('/etc/passwd')

  -- nor is this
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT COUNT(*) FROM r
SELECT repeat('x', 2000000000)
SELECT CAST(order_id AS DATE) AS d FROM orders
SELECT 1 AS one;
"""
OFF = {2: "ran", 3: "sql.failed", 6: "sql.deadline", 7: "sql.memory", 8: "sql.failed", 9: "ran"}
ON = OFF | {3: "sql.table_function", 6: "sql.recursive", 7: "sql.function"}


@pytest.mark.parametrize(("options", "expected"), [([], ON), (["--guard-off"], OFF)])
def test_statements_of_a_file_are_tried(
    options: list[str], expected: dict[int, str], tmp_path: Path
) -> None:
    file = tmp_path / "statements.sql"
    file.write_text(STATEMENTS, "utf-8")
    done = subprocess.run(
        [*COMMAND, "eval", "sql-guard", str(file), "--json", *options],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=tmp_path,
        env={"MARKETING_AGENT_SQL_DEADLINE_S": "1.5"},
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    found = {one["line"]: one["code"] or one["status"] for one in report["statements"]}
    assert found == expected
    by_guard = 0 if options else 3
    assert report["n"] == 6
    assert report["refused_guard"] == by_guard
    assert report["refused_sandbox"] == 4 - by_guard
    assert report["ran"] == 2
    lines = STATEMENTS.split("\n")
    for one in report["statements"]:
        assert one["sql"] == lines[one["line"] - 1]
        assert one["status"] in ("refused_guard", "refused_sandbox", "ran")
        assert one["ms"] >= 0
    assert list(tmp_path.iterdir()) == [file]


def test_one_select_of_a_workspace(
    tmp_path: Path, workspace: Workspace, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample_store.build_sample_store(Warehouse(tmp_path, memory="256MB", threads=1), workspace.id)
    with database.transaction(workspace.id) as session:
        tenancy.publish_warehouse_version(session, workspace.id, 0, 1)
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("MARKETING_AGENT_DATA_DIR", str(tmp_path))
    get_settings.cache_clear()
    where = ["--workspace", workspace.slug, "--data-dir", str(tmp_path)]
    run = CliRunner()
    try:
        done = run.invoke(app, ["sql", "SELECT COUNT(*) AS n FROM orders", *where, "--json"])
        table = run.invoke(app, ["sql", "SELECT 1 AS a, NULL AS b", *where])
        refused = run.invoke(app, ["sql", "DROP TABLE orders", *where])
    finally:
        get_settings.cache_clear()
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["rows"] == [[2_000]]
    assert table.stdout == "a\tb\n1\t\n"
    assert getattr(refused.exception, "code", None) == "sql.write"
