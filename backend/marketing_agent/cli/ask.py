"""`ask`: one question about a workspace. `eval ask`: a file of questions, offline."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from marketing_agent.agents.service import open_reader
from marketing_agent.ask import service
from marketing_agent.ask.evaluation import evaluate, read_rows
from marketing_agent.ask.schemas import Answer
from marketing_agent.ask.wording import shown
from marketing_agent.cli.output import Json, show
from marketing_agent.cli.product import DataDir, Product, WorkspaceName, open_product
from marketing_agent.kernel.errors import Invalid
from marketing_agent.tenancy import service as tenancy
from marketing_agent.warehouse.service import open_warehouse

_File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Questions, JSON Lines")]


def ask(
    question: Annotated[str, typer.Argument(help="A question in plain English")],
    workspace: WorkspaceName,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day that counts as today"),
    ] = None,
    previous: Annotated[
        str | None, typer.Option("--previous", help="Id of the question this one follows up on")
    ] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Answers a question about the store, with the SQL and what was assumed."""
    with open_product(data_dir) as product:
        found = product.workspace(workspace)
        answer = service.ask(
            _desk(product),
            tenancy.system_caller(found),
            question,
            as_of=as_of.date() if as_of else None,
            previous_id=previous,
        )
    if as_json:
        show(answer.model_dump(mode="json"))
    else:
        _print(answer)
    if answer.outcome != "answer":
        raise typer.Exit(1)


def _desk(product: Product) -> service.Desk:
    """What questions are answered with: the language model too, where one is set."""
    settings = product.settings
    return service.Desk(product.database, open_warehouse(settings), settings, open_reader(settings))


def _print(answer: Answer) -> None:
    typer.echo(answer.sentence or answer.message or "")
    if answer.label:
        typer.echo(f"  {answer.label}")
    for text in answer.suggestions:
        typer.echo(f"  {text}")
    for one in answer.assumptions:
        typer.echo(f"  - {one.text}")
    if len(answer.rows) > 1:
        typer.echo("\t".join(column.label for column in answer.columns))
        for row in answer.rows:
            cells = zip(row, answer.columns, strict=True)
            typer.echo("\t".join(shown(cell, column, answer.currency) for cell, column in cells))


def eval_ask(
    questions: _File,
    catalogue: Annotated[
        Path, typer.Option("--catalogue", exists=True, dir_okay=False, help="Values by dimension")
    ],
    predictions: Annotated[
        Path | None, typer.Option("--predictions", help="Where each reading is written")
    ] = None,
    as_json: Json = False,
) -> None:
    """Scores how questions are read, offline, with a catalogue in place of a store."""
    try:
        values = json.loads(catalogue.read_text("utf-8"))
        scores, read = evaluate(read_rows(questions), values)
    except (ValueError, KeyError, AttributeError) as error:
        raise Invalid(f"These are no questions in the eval format: {error}") from error
    if predictions:
        lines = [json.dumps(one, ensure_ascii=False) for one in read]
        predictions.write_text("".join(line + "\n" for line in lines), "utf-8")
    if as_json:
        show(scores)
    else:
        _print_scores(scores)


def _print_scores(scores: dict[str, Any]) -> None:
    for name in ("n", "exact", "wrong", "missed", "nonanswers_handled", "p50_ms", "p95_ms"):
        typer.echo(f"{name:20} {scores[name]}")
    for one in scores["failures"]:
        typer.echo(f"{one['id']}  {one['question']}  {', '.join(one['slots'])}")
