"""The command asks the same model."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from marketing_agent.cli.main import app
from marketing_agent.kernel.config import get_settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace
from tests.contracts.conftest import PATIENCE_S, TODAY
from tests.contracts.model_server import NEEDS_SQL, Reply, Scripted, query, sql

Command = Callable[..., Result]


@pytest.fixture
def ask(
    database: Database,
    data_dir: Path,
    made_workspace: Workspace,
    scripted: Scripted,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Command]:
    """Runs `ask` on the store."""
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("MARKETING_AGENT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("MARKETING_AGENT_LLM_TIMEOUT_S", str(PATIENCE_S))
    monkeypatch.setenv("LLM_MODEL", "openai:scripted")
    get_settings.cache_clear()
    where = ["--workspace", made_workspace.slug, "--data-dir", str(data_dir), "--as-of", TODAY]
    yield lambda question, *more: CliRunner().invoke(app, ["ask", question, *where, *more])
    get_settings.cache_clear()


def document(done: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_draft_is_said_to_be_one(ask: Command, scripted: Scripted) -> None:
    scripted.play(query(metrics=["orders"], time="last_22_days"))
    done = ask("baskets in twenty-two sunsets, on the command line")
    assert done.exit_code == 0, done.output
    assert "Orders came to 44" in done.stdout
    assert "Read by a model, unverified" in done.stdout
    again = document(ask("baskets in twenty-two sunsets, on the command line", "--json"))
    assert (again["cache"]["hit"], again["draft"]) == (True, True)
    assert len(scripted.requests) == 1


def test_written_sql_and_a_follow_up(ask: Command, scripted: Scripted) -> None:
    scripted.play(NEEDS_SQL, sql("SELECT COUNT(*) AS lines FROM order_lines"))
    first = document(ask("wobble of the lines, on the command line", "--json"))
    assert (first["rows"], first["label"]) == ([[244]], "Model-written, unverified")
    scripted.play(query(metrics=["orders"], time="last_23_days"))
    second = ask("and then the baskets, wobbled", "--previous", first["id"])
    assert second.exit_code == 0
    assert "order_lines" in scripted.asked()["before"]


def test_a_model_that_is_away_is_told_with_exit_1(ask: Command, scripted: Scripted) -> None:
    scripted.play(Reply({"error": {"message": "no"}}, 503))
    done = ask("wobble on the command line")
    assert done.exit_code == 1
    assert "The language model cannot be reached." in done.stdout
