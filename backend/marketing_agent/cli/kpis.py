"""`kpis`: every KPI of a workspace, by its stored SQL."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from marketing_agent.cli.output import Json, show
from marketing_agent.cli.product import DataDir, Product, WorkspaceName, open_product
from marketing_agent.metrics import service as metrics
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import open_warehouse


class Comparison(StrEnum):
    """What a KPI is compared with."""

    previous_period = "previous_period"
    weekday_matched = "weekday_matched"
    previous_year = "previous_year"
    none = "none"


def kpis(
    workspace: WorkspaceName,
    range_: Annotated[
        str, typer.Option("--range", help="last_30_days or YYYY-MM-DD..YYYY-MM-DD")
    ] = "last_30_days",
    compare: Annotated[Comparison, typer.Option(help="What to compare with")] = (
        Comparison.previous_period
    ),
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day that counts as today"),
    ] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Shows every KPI that the workspace's data can answer, by its stored SQL."""
    ask = metrics.Ask(range_, compare.value, as_of.date() if as_of else None)
    with open_product(data_dir) as product:
        items = _kpis(product, product.workspace(workspace), ask)
    if as_json:
        show(items)
        return
    for item in items:
        value = "-" if item["value"] is None else f"{item['value']:,}"
        typer.echo(f"{item['label']:48} {value:>18} {item['currency'] or item['unit']}")


def _kpis(product: Product, workspace: Workspace, ask: metrics.Ask) -> list[dict[str, Any]]:
    with product.database.transaction(workspace.id) as session:
        found = metrics.kpis(session, open_warehouse(product.settings), workspace, ask)
    return [one.model_dump(mode="json") for one in found]
