"""`sample`: two shops as their exports would be."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from marketing_agent.cli.output import Json, say, show
from marketing_agent.sample.service import DEFAULT_ORDERS, write_sample

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


def sample(
    folder: Annotated[Path, typer.Argument(help="Where the two shops' folders go")],
    orders: Annotated[int, typer.Option(min=1, help="Orders of each shop")] = DEFAULT_ORDERS,
    seed: Annotated[int, typer.Option(help="Another seed makes another history")] = 7,
    until: Day = None,
    as_json: Json = False,
) -> None:
    """Writes two sample shops in the true export forms, with `truth.json` beside them."""
    report = write_sample(folder, orders=orders, seed=seed, until=until.date() if until else None)
    if as_json:
        show({"shops": [asdict(shop) for shop in report.shops], "seconds": report.seconds})
    else:
        say(f"Wrote {', '.join(str(shop.directory) for shop in report.shops)}.")
