"""`marketing-agent import`: its answer is a contract, and several stores are never summed."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from marketing_agent.cli.main import run
from marketing_agent.kernel.config import PREFIX, get_settings
from tests.ingestion.storefiles import CAMPAIGNS, Shop

USD = Shop("#", "USD", seed=1)
EUR = Shop("BE-", "EUR", seed=2)
IMPORT_KEYS = {"import_id", "status", "seconds", "files"}
FILE_KEYS = {"name", "kind", "rows_in", "loaded", "rejected", "duplicates", "status", "reason"}

Answer = tuple[int, Any, str]
Command = Callable[..., Answer]


@pytest.fixture
def command(
    tmp_path: Path,
    empty_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """Runs a command with `--json`: its exit code, its document and what it said beside."""
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    monkeypatch.setenv(PREFIX + "DATA_DIR", str(tmp_path / "data"))
    get_settings.cache_clear()

    def call(*arguments: str | Path) -> Answer:
        words = ["marketing-agent", *map(str, arguments), "--json"]
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        return int(str(ended.value.code or 0)), json.loads(said.out), said.err

    return call


def write(root: Path, files: dict[str, bytes]) -> Path:
    for name, body in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return root


@pytest.fixture
def both(tmp_path: Path) -> Path:
    return write(
        tmp_path / "shops",
        {
            "Avalon/orders.csv": USD.orders(range(12)),
            "Design/orders.csv": EUR.orders(range(12)),
            "Design/campaigns.csv": CAMPAIGNS,
        },
    )


def test_the_answer_is_the_contract(command: Command, tmp_path: Path) -> None:
    files = {"orders.csv": USD.orders(range(12)), "notes.csv": b"a,b\n1,2\n"}
    folder = write(tmp_path / "one", files)
    code, answer, _ = command("import", folder, "--workspace", "one", "--create")
    assert (code, answer["status"], set(answer)) == (0, "completed", IMPORT_KEYS)
    assert [set(file) for file in answer["files"]] == [FILE_KEYS, FILE_KEYS]
    orders = next(file for file in answer["files"] if file["kind"] == "orders")
    assert (orders["rows_in"], orders["loaded"], orders["status"]) == (12, 12, "loaded")
    code, again, _ = command("import", folder, "--workspace", "one")
    assert (code, again["status"], set(again)) == (0, "unchanged", IMPORT_KEYS)


def test_several_stores_are_refused_and_named(command: Command, both: Path) -> None:
    code, answer, said = command("import", both, "--workspace", "w")
    assert (code, answer["error"]["code"]) == (1, "ingestion.several_stores")
    found = [(s["name"], len(s["files"]), s["currency"]) for s in answer["error"]["stores"]]
    assert found == [("Avalon", 1, "USD"), ("Design", 2, "EUR")]
    assert all(word in said for word in ("Avalon", "Design", "--split"))
    code, answer, _ = command("kpis", "--workspace", "w")
    assert (code, answer["error"]["code"]) == (1, "not_found")


@pytest.mark.parametrize("flag", ["--split", "--create"])
def test_each_store_gets_its_workspace(command: Command, both: Path, flag: str) -> None:
    code, answer, said = command("import", both, "--workspace", "w", flag)
    assert all(word in said for word in ("2 stores", "Avalon", "Design"))
    assert (code, answer["status"], set(answer)) == (0, "completed", IMPORT_KEYS | {"imports"})
    assert [set(file) for file in answer["files"]] == [FILE_KEYS] * 3
    parts = {part["workspace"]: [f["name"] for f in part["files"]] for part in answer["imports"]}
    assert parts == {
        "w-avalon": ["Avalon/orders.csv"],
        "w-design": ["Design/campaigns.csv", "Design/orders.csv"],
    }
    _, kpis, _ = command("kpis", "--workspace", "w-design", "--as-of", "2026-01-20")
    assert {one["currency"] for one in kpis if one["unit"] == "money"} == {"EUR"}
    code, again, _ = command("import", both, "--workspace", "w", flag)
    assert (code, again["status"]) == (0, "unchanged")


def test_another_store_is_not_added_to_a_workspace(command: Command, tmp_path: Path) -> None:
    first = write(tmp_path / "first", {"orders.csv": USD.orders(range(12))})
    other = write(tmp_path / "other", {"orders.csv": Shop("AV-", seed=5).orders(range(12))})
    assert command("import", first, "--workspace", "w", "--create")[0] == 0
    code, answer, said = command("import", other, "--workspace", "w")
    assert (code, answer["status"], set(answer)) == (1, "needs_choice", IMPORT_KEYS)
    assert "“AV-” and “#”" in said
    code, answer, _ = command("import", other, "--workspace", "w", "--together")
    assert (code, answer["status"], answer["files"][0]["loaded"]) == (0, "completed", 12)
