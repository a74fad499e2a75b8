"""`import`: a file, a folder or a zip of exports into a workspace."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any

import typer

from marketing_agent.cli.output import Json, say, show
from marketing_agent.cli.prepare import prepare
from marketing_agent.cli.product import DataDir, Product, WorkspaceName, open_product
from marketing_agent.ingestion import service as ingestion
from marketing_agent.ingestion.errors import SeveralStores
from marketing_agent.ingestion.schemas import StoreGuess
from marketing_agent.kernel.errors import NotFound
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace, WorkspaceCreate

_GOOD = ("completed", "unchanged")
# The answer of `import --json` is a contract: keys may not come or go with the API's.
_IMPORT_KEYS = {"import_id": True, "status": True, "seconds": True}
_FILE_KEYS = {"name", "kind", "rows_in", "loaded", "rejected", "duplicates", "status", "reason"}


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
        prepare(product, workspace)
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
