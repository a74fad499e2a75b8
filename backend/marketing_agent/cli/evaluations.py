"""`eval …`: scores parts of the product on files, offline."""

import typer

app = typer.Typer(no_args_is_help=True, help="Score a part of the product on a file.")
