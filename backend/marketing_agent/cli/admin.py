"""Commands for whoever runs the installation."""

from typing import Annotated

import typer

from marketing_agent.cli.output import Json, say, show
from marketing_agent.cli.product import DataDir, WorkspaceName, open_product
from marketing_agent.kernel.errors import Invalid
from marketing_agent.tenancy import links, sign_in
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate

keys = typer.Typer(no_args_is_help=True, help="API keys of a workspace.")
_ROLES = ("owner", "admin", "marketer", "approver", "viewer")


@keys.command("create")
def create_key(
    workspace: WorkspaceName,
    role: Annotated[str, typer.Option(help=" | ".join(_ROLES))] = "viewer",
    name: Annotated[str, typer.Option(help="What the key is for")] = "command line",
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Makes an API key and prints it this once; works while the server runs."""
    if role not in _ROLES:
        raise typer.BadParameter(f"{role!r} is none of {', '.join(_ROLES)}", param_hint="--role")
    with open_product(data_dir) as product:
        found = product.workspace(workspace)
        with product.database.transaction(found.id) as session:
            new = ApiKeyCreate.model_validate({"name": name, "role": role})
            created = tenancy.create_api_key(session, tenancy.system_caller(found), new)
    if as_json:
        show(created.model_dump(mode="json") | {"workspace": found.slug})
    else:
        typer.echo(created.key)


def migrate(data_dir: DataDir = None) -> None:
    """Brings the database to the newest schema."""
    with open_product(data_dir):
        say("The schema is up to date.")


def setup_link(data_dir: DataDir = None) -> None:
    """Prints a new set-up link; the ones before it stop working."""
    with open_product(data_dir) as product, product.database.system() as session:
        if not sign_in.setup_needed(session):
            raise Invalid("This installation has an owner already. Sign in instead.")
        path = links.make_link(session, "setup")
        typer.echo((product.settings.public_url or "").rstrip("/") + path)
