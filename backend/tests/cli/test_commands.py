"""The list of commands, and what showing it or running a small one may load."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from marketing_agent.cli.commands import COMMANDS, load
from marketing_agent.cli.main import app

_HEAVY = ("sqlalchemy", "fastapi", "duckdb", "sqlglot", "numpy", "alembic", "pydantic_ai")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_the_command_says_itself(name: str) -> None:
    assert load(name).help == COMMANDS[name].help


def _loaded(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


_RUN = """
from marketing_agent.cli.main import app
try:
    app([{word!r}], standalone_mode=False)
except Exception as error:
    assert "Did you mean 'kpis'" in str(error)
"""


@pytest.mark.parametrize("word", ["--help", "kpi"])
def test_help_and_a_wrong_name_load_nothing_of_the_product(word: str) -> None:
    loaded = _loaded(_RUN.format(word=word))
    assert "typer" in loaded
    assert not {name for name in _HEAVY if name in loaded}


def test_a_key_is_made_without_the_warehouse_the_api_or_migrations() -> None:
    loaded = _loaded("from marketing_agent.cli.commands import load\nload('api-key')")
    assert "sqlalchemy" in loaded
    assert not {name for name in _HEAVY[1:] if name in loaded}


def test_a_group_of_commands_lists_its_own() -> None:
    shown = CliRunner().invoke(app, ["eval", "--help"]).output
    assert "sql-guard" in shown
    assert "ask" in shown
