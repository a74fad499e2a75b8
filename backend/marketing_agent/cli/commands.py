"""The names of all commands, and what each needs imported only when it runs.

Loading the product takes seconds of CPU; help, a wrong name and a small command need none of it.
"""

from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group


class _Later(NamedTuple):
    """Where a command is, and its line in the list of commands."""

    module: str
    attribute: str
    help: str


COMMANDS = {
    "serve": _Later("server", "serve", "Serves the web app and the API in the foreground."),
    "demo": _Later(
        "server",
        "demo",
        "Writes two sample stores, imports them, and serves them with a one-time sign-in link.",
    ),
    "import": _Later(
        "imports",
        "import_files",
        "Imports exports of Shopify, Klaviyo and ad platforms into a workspace.",
    ),
    "kpis": _Later(
        "kpis", "kpis", "Shows every KPI that the workspace's data can answer, by its stored SQL."
    ),
    "insights": _Later(
        "insights",
        "insights",
        "Shows a page of insights: sentences, tables, and what the store's files cannot show.",
    ),
    "ask": _Later(
        "ask", "ask", "Answers a question about the store, with the SQL and what was assumed."
    ),
    "sql": _Later(
        "ask_sql",
        "sql",
        "Runs one SELECT over a workspace's tables, checked and within a deadline.",
    ),
    "sample": _Later(
        "sample",
        "sample",
        "Writes two sample shops in the true export forms, with `truth.json` beside them.",
    ),
    "migrate": _Later("admin", "migrate", "Brings the database to the newest schema."),
    "doctor": _Later(
        "doctor",
        "doctor",
        "Checks settings, PostgreSQL, disk, web app, jobs; exit code 1 when something is wrong.",
    ),
    "backup": _Later(
        "backup", "backup", "Writes everything into one file; works while the server runs."
    ),
    "restore": _Later(
        "backup", "restore", "Puts a backup into an empty data folder and an empty database."
    ),
    "setup-link": _Later(
        "admin", "setup_link", "Prints a new set-up link; the ones before it stop working."
    ),
    "api-key": _Later("admin", "keys", "API keys of a workspace."),
    "eval": _Later("evaluations", "app", "Score a part of the product on a file."),
}


class Commands(TyperGroup):
    """A group that lists its commands by name and loads the one that is run."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command of the first word, loaded; a name that is none fails as ever."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name in COMMANDS else command, rest


def load(name: str) -> Any:
    """The command of that name (a group of commands where it is one), with all it needs."""
    one = COMMANDS[name]
    found = getattr(import_module(f"{__package__}.{one.module}"), one.attribute)
    if isinstance(found, typer.Typer):
        return get_group(found)
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(name)(found)
    return get_command(alone)


def list_in(app: typer.Typer) -> None:
    """Gives the app every command by name and help; `Commands` puts the real one in its place."""
    for name, one in COMMANDS.items():
        app.command(name, help=one.help)(_listed)


def _listed() -> None:
    raise AssertionError("a listed command is loaded before it runs")
