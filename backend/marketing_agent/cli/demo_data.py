"""The demo's two sample stores: written, imported like anybody's, and kept up to yesterday."""

from sqlmodel import Session

from marketing_agent.cli.output import say
from marketing_agent.cli.prepare import prepare as prepare_pages
from marketing_agent.cli.product import Product
from marketing_agent.ingestion import service as ingestion
from marketing_agent.sample.service import ShopReport, write_sample
from marketing_agent.tenancy import links, sign_in
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import User, Workspace, WorkspaceCreate

_EMAIL = "demo@example.com"
_ORDERS = 12_000


def prepare(product: Product) -> str:
    """Makes what is missing and returns the path of a one-time sign-in link."""
    say("Writing two sample stores …")
    report = write_sample(product.settings.data_dir / "sample", orders=_ORDERS)
    with product.database.system() as session:
        user = _demo_user(session)
        stores = [(shop, _workspace(session, shop, user)) for shop in report.shops]
    for shop, workspace in stores:
        _import(product, shop, workspace)
    with product.database.system() as session:
        return links.make_link(session, "sign_in", user.id)


def _demo_user(session: Session) -> User:
    found = sign_in.find_user(session, _EMAIL)
    return found or sign_in.create_user(session, _EMAIL, "Demo", None)


def _workspace(session: Session, shop: ShopReport, user: User) -> Workspace:
    name = shop.shop.replace("_", " ")
    new = WorkspaceCreate(name=name, timezone=shop.timezone, currency=shop.currency)
    found = tenancy.find_workspace(session, tenancy.slug_of(name))
    workspace = found or tenancy.create_workspace(session, new)
    sign_in.add_owner(session, workspace.id, user.id)
    return workspace


def _import(product: Product, shop: ShopReport, workspace: Workspace) -> None:
    say(f"Importing {workspace.name} …")
    older = ingestion.live_imports(product.database, workspace.id)
    # Another day's sample has other orders under the same names: here that is no other store.
    result = ingestion.import_path(
        product.database, product.settings, workspace.id, shop.directory, together=True
    )
    say(f"  {result.status}: {len(result.files)} files in {result.seconds:.1f} s")
    if result.status == "completed":
        # Another day's sample is another simulation: the days before must not be added to it.
        for import_id in older:
            ingestion.revert_import(product.database, product.settings, workspace.id, import_id)
        prepare_pages(product, workspace)
