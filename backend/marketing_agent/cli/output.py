"""How commands answer: one document on standard output, everything else on standard error."""

import json
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output")]


def say(message: str) -> None:
    """Progress and remarks: standard error, so that standard output stays one document."""
    typer.echo(message, err=True)


def show(document: Any) -> None:
    """The one JSON document on standard output."""
    typer.echo(json.dumps(document, default=str, ensure_ascii=False, indent=2))
