"""An import killed at any moment leaves the last version in force, and can be run again."""

import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from marketing_agent.jobs import service as jobs
from tests.ingestion.conftest import House, Shop, new_shop
from tests.ingestion.exports import some_orders
from tests.ingestion.processes import messages, started

BEFORE, NEW = 200, 12_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two exports whose import takes about a second."""
    folder = tmp_path_factory.mktemp("mid-size")
    (folder / "a.csv").write_bytes(some_orders(NEW // 2, start=1000))
    (folder / "b.csv").write_bytes(some_orders(NEW // 2, start=1000 + NEW // 2))
    return folder


@pytest.fixture(scope="module")
def killed_shop(house: House, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop with a version in force."""
    shop = new_shop(house)
    path = tmp_path_factory.mktemp("before") / "orders.csv"
    path.write_bytes(some_orders(BEFORE))
    assert shop.load(path).status == "completed"
    return shop


Moment = Callable[[Shop, subprocess.Popen[str]], None]


def _at_message(word: str) -> Moment:
    def wait(_shop: Shop, process: subprocess.Popen[str]) -> None:
        next(line for line in messages(process) if word in line)

    return wait


def _found(shop: Shop, pattern: str) -> set[Path]:
    while True:
        try:
            return set(shop.settings.data_dir.rglob(pattern))
        except FileNotFoundError:
            continue  # a folder went away while it was looked into


def _at_file(pattern: str) -> Moment:
    """The moment a file appears that such a step writes."""

    def wait(shop: Shop, process: subprocess.Popen[str]) -> None:
        known = _found(shop, pattern)
        while not _found(shop, pattern) - known and process.poll() is None:
            time.sleep(0.001)

    return wait


def _after(message: str, seconds: float) -> Moment:
    def wait(shop: Shop, process: subprocess.Popen[str]) -> None:
        _at_message(message)(shop, process)
        time.sleep(seconds)

    return wait


_DICE = random.Random(20)  # noqa: S311  (moments, not secrets)
MOMENTS: dict[str, Moment] = {
    "storing": _at_file(".part-*"),
    "reading the first": _at_message("1/2"),
    "scratch": _at_file(".scratch/*"),
    "staging": _at_file("*.parquet"),
    "reading the second": _at_message("2/2"),
    "about to build": _at_message("building"),
    "building": _at_file(".building-*"),
    "about to publish": _at_message("publishing"),
    **{f"{s:.3f} s in": _after("1/2", s) for s in (_DICE.uniform(0, 0.8) for _ in range(3))},
}


def _in_force(shop: Shop) -> tuple[int, int, list[tuple[object, ...]]]:
    sums = "SELECT sum(total_minor), count(DISTINCT customer_key) FROM orders"
    return shop.version, shop.orders, shop.ask(sums)


def _leftovers(shop: Shop) -> list[str]:
    """Files that no import in force and no version that is kept accounts for."""
    lake = shop.settings.data_dir / "lake" / shop.workspace.id
    versions = shop.settings.data_dir / "warehouse" / shop.workspace.id
    with shop.database.transaction(shop.workspace.id) as session:
        query = text("SELECT id FROM imports WHERE status = 'completed'")
        completed = set(session.execute(query).scalars())
    stray = [path for path in (lake / "staged").iterdir() if path.name not in completed]
    stray += [path for path in versions.iterdir() if not path.stem.isdecimal()]
    stray += [path for path in versions.glob("*.duckdb") if int(path.stem) > shop.version]
    return [path.name for path in stray]


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_import(killed_shop: Shop, folder: Path, moment: str) -> None:
    shop = killed_shop
    before = _in_force(shop)
    process = started(shop, folder)
    MOMENTS[moment](shop, process)
    process.kill()
    ended = process.wait() == 0
    # What was published a moment before the kill is in force, and whole as the sums below say.
    published = _in_force(shop) != before
    assert published or not ended

    assert shop.load(folder).status == ("unchanged" if published else "completed")
    assert shop.orders == BEFORE + NEW
    assert shop.ask("SELECT sum(total_minor) FROM orders") == [((BEFORE + NEW) * 1250,)]
    assert _leftovers(shop) == []
    listed = shop.client.get("/api/v1/imports", headers=shop.headers("viewer")).json()["items"]
    assert {one["status"] for one in listed} <= {"completed", "failed", "reverted"}
    _revert_last(shop)


def _revert_last(shop: Shop) -> None:
    """Takes the mid-size import out again, for the next moment."""
    with shop.database.transaction(shop.workspace.id) as session:
        query = text(
            "SELECT id FROM imports WHERE status = 'completed' AND warehouse_version IS NOT NULL"
            " ORDER BY id DESC LIMIT 1"
        )
        last = session.execute(query).scalar_one()
    answer = shop.client.post(f"/api/v1/imports/{last}/revert", headers=shop.headers())
    assert answer.status_code == 200, answer.text
    assert shop.orders == BEFORE


def test_a_killed_import_is_shown_as_failed(shop: Shop, folder: Path) -> None:
    process = started(shop, folder, stop_at="2/2")
    _at_message("2/2")(shop, process)
    process.kill()
    process.wait()
    (found,) = shop.client.get("/api/v1/imports", headers=shop.headers("viewer")).json()["items"]
    assert (found["status"], found["error"]["code"]) == ("failed", "ingestion.cut_off")
    assert shop.version == 0


def test_a_dead_workers_import_waits_and_is_taken_up(shop: Shop, folder: Path) -> None:
    answer = shop.send({path.name: path.read_bytes() for path in folder.iterdir()})
    import_id = answer.json()["import_id"]
    with shop.database.system() as session:
        # A worker that died in the middle: its lease has run out, the import is still "running".
        session.execute(text("UPDATE jobs SET status = 'running', attempts = 1,"
                             " lease_until = now() - interval '1 second'"
                             " WHERE workspace_id = :id"), {"id": shop.workspace.id})  # fmt: skip
    with shop.database.transaction(shop.workspace.id) as session:
        session.execute(text("UPDATE imports SET status = 'running' WHERE id = :i"),
                        {"i": import_id})  # fmt: skip
    assert shop.shown(import_id)["status"] == "queued"
    shop.work()
    assert (shop.shown(import_id)["status"], shop.orders) == ("completed", NEW)


def test_an_import_that_kills_every_worker_fails(shop: Shop) -> None:
    answer = shop.send({"orders.csv": some_orders(3)})
    import_id = answer.json()["import_id"]
    with shop.database.system() as session:
        session.execute(text("UPDATE jobs SET status = 'running', attempts = :n,"
                             " lease_until = now() - interval '1 second'"
                             " WHERE workspace_id = :id"),
                        {"id": shop.workspace.id, "n": jobs.MAX_ATTEMPTS})  # fmt: skip
    with shop.database.transaction(shop.workspace.id) as session:
        session.execute(text("UPDATE imports SET status = 'running' WHERE id = :i"),
                        {"i": import_id})  # fmt: skip
    shop.work()
    found = shop.shown(import_id)
    assert (found["status"], found["error"]["code"]) == ("failed", "ingestion.cut_off")
