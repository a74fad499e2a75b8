"""Commands about data: write a sample, import files, show KPIs."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from marketing_agent.cli.product import (
    DataDir,
    Json,
    Product,
    WorkspaceName,
    open_product,
    say,
    show,
)
from marketing_agent.ingestion import service as ingestion
from marketing_agent.ingestion.errors import SeveralStores
from marketing_agent.ingestion.schemas import StoreGuess
from marketing_agent.kernel.errors import NotFound
from marketing_agent.metrics import service as metrics
from marketing_agent.sample.service import DEFAULT_ORDERS, write_sample
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace, WorkspaceCreate


class Comparison(StrEnum):
    """What a KPI is compared with."""

    previous_period = "previous_period"
    weekday_matched = "weekday_matched"
    previous_year = "previous_year"
    none = "none"


_GOOD = ("completed", "unchanged")
# The answer of `import --json` is a contract: keys may not come or go with the API's.
_IMPORT_KEYS = {"import_id": True, "status": True, "seconds": True}
_FILE_KEYS = {"name", "kind", "rows_in", "loaded", "rejected", "duplicates", "status", "reason"}
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


def import_files(
    path: Annotated[Path, typer.Argument(help="A file, a folder or a zip of exports")],
    workspace: WorkspaceName,
    create: Annotated[bool, typer.Option("--create", help="Make the workspace if needed")] = False,
    timezone: Annotated[str, typer.Option(help="Store time zone of a new workspace")] = "UTC",
    currency: Annotated[str, typer.Option(help="Store currency of a new workspace")] = "USD",
    split: Annotated[
        bool, typer.Option("--split", help="Several stores: one workspace each, WORKSPACE-STORE")
    ] = False,
    together: Annotated[
        bool, typer.Option("--together", help="All files are of one store, whatever they look like")
    ] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Imports exports of Shopify, Klaviyo and ad platforms into a workspace."""
    if not path.exists():
        raise NotFound(f"There is no file or folder {str(path)!r}.")
    new = WorkspaceCreate(
        name=workspace,
        timezone=timezone,
        currency=currency.upper(),
        slug=tenancy.slug_of(workspace),
    )
    if split and together:
        raise typer.BadParameter("--split and --together exclude each other.")
    with open_product(data_dir) as product:
        stores = [] if together else ingestion.stores_in(product.settings, path)
        # Making a workspace for several stores means one for each: they are never added up.
        if stores and (split or create):
            _say_split(stores)
            document = _import_split(product, path, new, stores)
        else:
            _refuse_several(stores)
            found = _find(product, new, create=create)
            document = _import_one(product, path, found, together=together)
    if as_json:
        show(document)
    else:
        _print_import(document)
    if document["status"] not in _GOOD:
        raise typer.Exit(1)


def _refuse_several(stores: list[StoreGuess]) -> None:
    """Several stores are never added up silently."""
    if stores:
        raise SeveralStores(
            f"This holds {len(stores)} stores: {'; '.join(map(_described, stores))}. "
            f"{stores[0].reason} Add --split for one workspace per store, or import each alone.",
            stores=[store.model_dump(mode="json", exclude={"target"}) for store in stores],
        )


def _say_split(stores: list[StoreGuess]) -> None:
    say(f"This holds {len(stores)} stores, each gets a workspace of its own:")
    for store in stores:
        say(f"  {_described(store)}: {store.reason}")


def _described(store: StoreGuess) -> str:
    known = [f"{len(store.files)} files", store.currency]
    prefix = f"orders {store.order_prefix}" if store.order_prefix else None
    return f"{store.name} ({', '.join(word for word in [*known, prefix] if word)})"


def _import_split(
    product: Product, path: Path, new: WorkspaceCreate, stores: list[StoreGuess]
) -> dict[str, Any]:
    """Imports each store of the folder into a workspace of its own, made where it is missing."""
    parts = []
    for store in stores:
        slug = tenancy.slug_of(f"{new.slug}-{store.name}")
        currency = store.currency or new.currency
        own = new.model_copy(update={"name": store.name, "slug": slug, "currency": currency})
        workspace = _find(product, own, create=True)
        part = _import_one(product, path, workspace, only=store.files)
        parts.append({"workspace": workspace.slug, "store": store.name} | part)
    statuses = {part["status"] for part in parts}
    return {
        "import_id": None,
        "status": next((s for s in statuses if s not in _GOOD), min(statuses)),
        "seconds": sum(part["seconds"] for part in parts),
        "files": [file for part in parts for file in part["files"]],
        "imports": parts,
    }


def _find(product: Product, new: WorkspaceCreate, *, create: bool) -> Workspace:
    with product.database.system() as session:
        found = tenancy.find_workspace(session, new.slug or new.name)
        if found is None and create:
            found = tenancy.create_workspace(session, new)
    if found is None:
        raise NotFound(f"There is no workspace {new.slug!r}. Add --create to make it.")
    return found


def _import_one(
    product: Product,
    path: Path,
    workspace: Workspace,
    *,
    only: Collection[str] | None = None,
    together: bool = False,
) -> dict[str, Any]:
    result = ingestion.import_path(
        product.database, product.settings, workspace.id, path,
        only=only, together=together, progress=say,
    )  # fmt: skip
    if result.status == "completed":
        product.prepare(workspace)
    if result.status == "needs_choice":
        _say_choice(product, workspace, result.import_id)
    document: dict[str, Any] = result.model_dump(
        mode="json", include=_IMPORT_KEYS | {"files": {"__all__": _FILE_KEYS}}
    )
    return document


def _say_choice(product: Product, workspace: Workspace, import_id: str) -> None:
    with product.database.transaction(workspace.id) as session:
        stores = ingestion.get_import(session, import_id).stores
    say(f"Nothing was imported into {workspace.slug}. {' '.join(s.reason for s in stores)}")
    say("Import it into another workspace, or add --together if it is the same store.")


def _print_import(document: dict[str, Any]) -> None:
    for file in document["files"]:
        counts = f"{file['loaded']:>9} loaded {file['rejected']:>7} rejected"
        counts += f" {file['duplicates']:>7} duplicates"
        reason = f"  {file['reason']}" if file["reason"] else ""
        typer.echo(f"{file['status']:12} {counts}  {file['kind'] or '-':24} {file['name']}{reason}")
    typer.echo(f"{document['status']} in {document['seconds']:.1f} s")


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
        found = metrics.kpis(session, product.warehouse, workspace, ask)
    return [one.model_dump(mode="json") for one in found]
