"""Composition root for commands. Exit 0: done; 1: refused with a reason; 2: wrong usage."""

import sys

import typer

from marketing_agent import __version__
from marketing_agent.cli import admin, ask, ask_sql, backup, data, evaluations, server
from marketing_agent.cli.product import show
from marketing_agent.kernel.errors import AppError

app = typer.Typer(
    name="marketing-agent",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The open marketing agent for Shopify stores.",
)
app.command("serve")(server.serve)
app.command("demo")(server.demo)
app.command("import")(data.import_files)
app.command("kpis")(data.kpis)
app.command("ask")(ask.ask)
app.command("sql")(ask_sql.sql)
app.command("sample")(data.sample)
app.command("migrate")(admin.migrate)
app.command("doctor")(admin.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("setup-link")(admin.setup_link)
app.add_typer(admin.keys, name="api-key")
evaluations.app.command("ask")(ask.eval_ask)
evaluations.app.command("sql-guard")(ask_sql.eval_sql_guard)
app.add_typer(evaluations.app, name="eval")


@app.command("version")
def version() -> None:
    """Shows the version."""
    typer.echo(__version__)


def run() -> None:
    """Entry point: an AppError becomes one sentence (or one JSON document) and exit code 1."""
    try:
        app()
    except AppError as error:
        if "--json" in sys.argv:
            show({"error": {"code": error.code, "message": error.message} | error.details})
        typer.echo(error.message, err=True)
        sys.exit(1)
