"""Composition root for commands. Exit 0: done; 1: refused with a reason; 2: wrong usage."""

import sys

import typer

from marketing_agent import __version__
from marketing_agent.cli.commands import Commands, list_in
from marketing_agent.cli.output import show
from marketing_agent.kernel import garbage
from marketing_agent.kernel.errors import AppError

app = typer.Typer(
    name="marketing-agent",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The open marketing agent for Shopify stores.",
)
list_in(app)


@app.command("version")
def version() -> None:
    """Shows the version."""
    typer.echo(__version__)


def run() -> None:
    """Entry point: an AppError becomes one sentence (or one JSON document) and exit code 1."""
    garbage.collect_rarely()
    try:
        app()
    except AppError as error:
        if "--json" in sys.argv:
            show({"error": {"code": error.code, "message": error.message} | error.details})
        typer.echo(error.message, err=True)
        sys.exit(1)
