"""`insights NAME`: one page of insights, as on the page of the app."""

from datetime import datetime
from typing import Annotated

import typer

from marketing_agent.cli.kpis import Comparison
from marketing_agent.cli.output import Json, show
from marketing_agent.cli.product import DataDir, WorkspaceName, open_product
from marketing_agent.insights import service
from marketing_agent.insights.page.schemas import Insight, InsightAsk
from marketing_agent.warehouse.service import open_warehouse

_SHOWN = 12


def insights(
    name: Annotated[str, typer.Argument(help="Which page, such as cohorts or products")],
    workspace: WorkspaceName,
    range_: Annotated[
        str | None, typer.Option("--range", help="last_30_days or YYYY-MM-DD..YYYY-MM-DD")
    ] = None,
    compare: Annotated[Comparison, typer.Option(help="What to compare with")] = (
        Comparison.previous_period
    ),
    split: Annotated[str | None, typer.Option(help="What to split by")] = None,
    grain: Annotated[str | None, typer.Option(help="day, week, month or quarter")] = None,
    figure: Annotated[str | None, typer.Option("--show", help="Which figure to show")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="Rows of each table")] = 50,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day that counts as today"),
    ] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Shows a page of insights: sentences, tables, and what the store's files cannot show."""
    ask = InsightAsk(
        range=range_,
        compare=compare.value,
        as_of=as_of.date() if as_of else None,
        split=split,
        grain=grain,
        show=figure,
        limit=limit,
    )
    with open_product(data_dir) as product:
        store = product.workspace(workspace)
        with product.database.transaction(store.id) as session:
            found = service.insight(session, open_warehouse(product.settings), store, name, ask)
    if as_json:
        show(found.model_dump(mode="json"))
    else:
        _tell(found)


def _tell(found: Insight) -> None:
    """The page as text, tables cut short."""
    for line in (*found.sentences, *(f"{gap.what}: {gap.why}" for gap in found.gaps)):
        typer.echo(line)
    for part in found.parts:
        typer.echo(f"\n{part.title}")
        typer.echo("\t".join(column.label for column in part.columns))
        for row in part.rows[:_SHOWN]:
            typer.echo("\t".join("-" if cell is None else str(cell) for cell in row))
