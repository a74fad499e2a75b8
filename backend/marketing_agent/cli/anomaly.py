"""`eval anomaly`: a folder of series, offline."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from marketing_agent.cli.output import Json, say, show
from marketing_agent.insights.anomaly.evaluation import Judged, evaluate
from marketing_agent.kernel.errors import Invalid


def eval_anomaly(
    folder: Annotated[
        Path,
        typer.Argument(exists=True, file_okay=False, help="Series, as data/GROUP/FILE.csv"),
    ],
    labels: Annotated[
        Path | None,
        typer.Option("--labels", exists=True, dir_okay=False, help="Windows by file, JSON"),
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option("--predictions", help="Where each row's score is written")
    ] = None,
    as_json: Json = False,
) -> None:
    """Judges each row of a folder of series, offline, and scores that against labels."""
    scores, judged = evaluate(folder, labels)
    if predictions:
        _write(predictions, judged)
    if labels and scores["labelled"] < scores["files"]:
        say(f"{scores['files'] - scores['labelled']} series have no label and are in no score.")
    if as_json:
        show(scores)
    else:
        _print(scores)


def _write(path: Path, judged: list[Judged]) -> None:
    try:
        with path.open("w", encoding="utf-8") as stream:
            for one in judged:
                stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in one.rows())
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {error.strerror}.") from error


def _print(scores: dict[str, Any]) -> None:
    for name in ("files", "rows", "alarms", "score", "threshold", "cpu_s"):
        typer.echo(f"{name:24} {_told(scores[name])}")
    for name, group in scores["groups"].items():
        typer.echo(f"{name:24} {_told(group['score'])}")


def _told(value: object) -> object:
    return "-" if value is None else value
