"""`doctor`: what is wrong with an installation."""

import os
import platform
import shutil
from typing import Any

import typer

from marketing_agent import __version__
from marketing_agent.api.webapp import find_web
from marketing_agent.cli.output import Json, show
from marketing_agent.cli.product import DataDir, Product, open_product
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.postgres import server_version
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy import sign_in

_FREE_BYTES = 1 << 30
_OLDEST_POSTGRES = 16


def doctor(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Checks settings, PostgreSQL, disk, web app, jobs; exit code 1 when something is wrong."""
    with open_product(data_dir) as product:
        report = _findings(product)
    if as_json:
        show(report)
    else:
        _print_findings(report)
    if report["problems"]:
        raise typer.Exit(1)


def _findings(product: Product) -> dict[str, Any]:
    settings = product.settings
    with product.database.system() as session:
        workspaces = [one.slug for one in tenancy.list_workspaces(session)]
        dead = jobs.count_dead(session)
        owner = not sign_in.setup_needed(session)
    web, free = find_web(settings.web_dir), shutil.disk_usage(settings.data_dir).free
    server = server_version(product.postgres.url)
    checks = {
        f"Less than 1 GB of disk is free in {settings.data_dir}.": free < _FREE_BYTES,
        "The web app is not built: run `make setup`.": web is None,
        f"PostgreSQL {server} is too old: 16 or newer is needed.": server < _OLDEST_POSTGRES,
        f"{settings.data_dir} cannot be written to.": not os.access(settings.data_dir, os.W_OK),
    }
    return {
        "version": __version__,
        "python": platform.python_version(),
        "postgres": f"{server} {'external' if settings.database_url else 'embedded'}",
        "data_dir": str(settings.data_dir),
        "free_bytes": free,
        "web": str(web) if web else None,
        "public_url": settings.public_url,
        "has_owner": owner,
        "workspaces": workspaces,
        "jobs_given_up": dead,
        "problems": [sentence for sentence, found in checks.items() if found],
    }


def _print_findings(report: dict[str, Any]) -> None:
    for name, value in report.items():
        if name != "problems":
            shown = ", ".join(value) if isinstance(value, list) else value
            typer.echo(f"{name:12} {'-' if shown in (None, '') else shown}")
    for problem in report["problems"]:
        typer.echo(f"{'problem':12} {problem}")
    if not report["problems"]:
        typer.echo("Nothing is wrong.")
