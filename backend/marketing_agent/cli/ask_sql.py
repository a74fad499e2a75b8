"""`sql`: one SELECT over a workspace. `eval sql-guard`: a file of statements on both walls."""

from pathlib import Path
from typing import Annotated

import typer

from marketing_agent.ask.sql import evaluation, service
from marketing_agent.ask.sql.schemas import DEFAULT_ROWS, MAX_ROWS, GuardReport, SqlAnswer
from marketing_agent.cli.output import Json, show
from marketing_agent.cli.product import DataDir, WorkspaceName, open_product
from marketing_agent.kernel.config import get_settings
from marketing_agent.warehouse.sandbox.service import open_sandbox
from marketing_agent.warehouse.service import open_warehouse


def sql(
    statement: Annotated[str, typer.Argument(help="One SELECT")],
    workspace: WorkspaceName,
    max_rows: Annotated[
        int, typer.Option("--max-rows", min=1, max=MAX_ROWS, help="Rows to show at most")
    ] = DEFAULT_ROWS,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Runs one SELECT over a workspace's tables, checked and within a deadline."""
    with open_product(data_dir) as product:
        found = product.workspace(workspace)
        sandbox = open_sandbox(product.settings)
        answer = service.run(sandbox, open_warehouse(product.settings), found, statement, max_rows)
    if as_json:
        show(answer.model_dump(mode="json"))
    else:
        _print(answer)


def _print(answer: SqlAnswer) -> None:
    typer.echo("\t".join(answer.columns))
    for row in answer.rows:
        typer.echo("\t".join("" if cell is None else str(cell) for cell in row))
    if answer.truncated:
        typer.echo(f"… cut after {len(answer.rows)} rows", err=True)


def eval_sql_guard(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="Statements, one a line")
    ],
    guard_off: Annotated[bool, typer.Option("--guard-off", help="Try the sandbox alone")] = False,
    as_json: Json = False,
) -> None:
    """Tries statements on the guard and the sandbox over a sample store of its own."""
    report = evaluation.evaluate(file, open_sandbox(get_settings()), guard_off=guard_off)
    if as_json:
        show(report.model_dump(mode="json"))
    else:
        _print_report(report)


def _print_report(report: GuardReport) -> None:
    for one in report.statements:
        typer.echo(f"{one.line:>5} {one.status:16} {one.code or '':22} {one.sql[:80]}")
    typer.echo(
        f"{report.n} statements: {report.refused_guard} refused by the guard, "
        f"{report.refused_sandbox} by the sandbox, {report.ran} ran",
        err=True,
    )
