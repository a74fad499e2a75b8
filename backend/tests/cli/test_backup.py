"""A backup of one folder becomes the same installation in another."""

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from marketing_agent.events import service as events
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.dump import dump, load
from marketing_agent.kernel.errors import Conflict
from marketing_agent.kernel.postgres import start_postgres
from marketing_agent.tenancy.schemas import Workspace
from tests.cli.processes import run_command

ORDERS = """\
Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,\
Lineitem quantity,Lineitem name,Lineitem price,Id
#1001,ada@example.com,paid,2026-10-01 10:00:00 -0400,USD,20.00,5.00,0.00,25.00,\
2026-10-01 10:00:00 -0400,2,Lamp,10.00,5001
"""


def _json(data_dir: Path, *arguments: str) -> Any:
    done = run_command(data_dir, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _kpis(data_dir: Path) -> Any:
    ask = ("kpis", "--workspace", "shop", "--range", "2026-10-01..2026-10-01")
    return {one["key"]: one["value"] for one in _json(data_dir, *ask)}


@pytest.mark.slow
def test_a_backup_is_the_same_installation_elsewhere(tmp_path: Path) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "all.tar.gz"
    (tmp_path / "orders.csv").write_text(ORDERS)
    zone = ("--create", "--timezone", "America/New_York", "--currency", "USD")
    _json(old, "import", str(tmp_path / "orders.csv"), "--workspace", "shop", *zone)
    report = _json(old, "backup", str(file))
    assert report["bytes"] == file.stat().st_size
    assert file.stat().st_mode & 0o077 == 0
    assert _json(new, "restore", str(file))["data_dir"] == str(new)
    assert _kpis(new) == _kpis(old)
    assert _kpis(new)["total_sales"] == 25
    assert (new / "secret.key").read_bytes() == (old / "secret.key").read_bytes()
    again = _json(new, "import", str(tmp_path / "orders.csv"), "--workspace", "shop")
    assert [one["status"] for one in again["files"]] == ["unchanged"]
    second = run_command(new, "restore", str(file))
    assert second.returncode == 1
    assert "is not empty" in second.stderr


def test_what_is_no_backup_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_bytes(b"nothing of the kind")
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "a.tar.gz", "../outside")
    for name in ("a.tar.gz", "b.tar.gz", "none.tar.gz"):
        refused = run_command(tmp_path / "data", "restore", str(tmp_path / name))
        assert refused.returncode == 1
        assert len(refused.stderr.splitlines()) == 1
    assert not (tmp_path / "outside").exists()
    assert [one.name for one in (tmp_path / "data").iterdir()] == ["serve.lock"]


def test_a_backup_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "there.tar.gz").write_text("precious")
    refused = run_command(tmp_path / "data", "backup", str(tmp_path / "there.tar.gz"))
    assert refused.returncode == 1
    assert (tmp_path / "there.tar.gz").read_text() == "precious"


@pytest.mark.slow
def test_events_of_another_server_are_read_at_once(
    database: Database, workspace: Workspace, tmp_path: Path
) -> None:
    with database.system() as session:
        # Far ahead of a new server's count of transactions, as in an old installation.
        ahead = "INSERT INTO events (workspace_id, transaction_id, topic, payload)"
        ahead += " VALUES (:id, '9000000000', 'import.completed', '{}')"
        session.execute(text(ahead), {"id": workspace.id})
    url = database.url.replace("postgresql+psycopg://", "postgresql://")
    dump(url, tmp_path / "dump")
    fresh = start_postgres(Settings(data_dir=tmp_path / "fresh"))
    try:
        load(fresh.url, tmp_path / "dump")
        restored = Database(fresh.url, pool_size=2)
        with restored.transaction(workspace.id) as session:
            events.emit(session, workspace.id, "import.reverted", {})
        with restored.transaction(workspace.id) as session:
            seen = events.read_after(session, workspace.id, 0)
        assert [one.topic for one in seen] == ["import.completed", "import.reverted"]
        restored.dispose()
        with pytest.raises(Conflict, match="not empty"):
            load(fresh.url, tmp_path / "dump")
    finally:
        fresh.stop(force=True)
