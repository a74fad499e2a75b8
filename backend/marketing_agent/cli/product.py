"""What every command needs: settings, PostgreSQL migrated, a workspace found by name."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from marketing_agent.agents.service import open_reader
from marketing_agent.ask import service as ask
from marketing_agent.kernel.config import PREFIX, Settings, get_settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import NotFound
from marketing_agent.kernel.postgres import Postgres, migrate, start_postgres
from marketing_agent.metrics import service as metrics
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse, open_warehouse

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder that holds everything; default ./data")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output")]
WorkspaceName = Annotated[str, typer.Option("--workspace", "-w", help="Short name or id")]


@dataclass(frozen=True, slots=True)
class Product:
    """The running parts a command works with."""

    settings: Settings
    postgres: Postgres
    database: Database
    warehouse: Warehouse

    def workspace(self, name: str) -> Workspace:
        """The workspace of that short name or id; NotFound names the ones there are."""
        with self.database.system() as session:
            found = tenancy.find_workspace(session, name)
            known = [one.slug for one in tenancy.list_workspaces(session)]
        if found is None:
            raise NotFound(f"There is no workspace {name!r}. There is: {', '.join(known) or '-'}.")
        return found

    def desk(self) -> ask.Desk:
        """What questions are answered with: the language model too, where one is set."""
        reader = open_reader(self.settings)
        return ask.Desk(self.database, self.warehouse, self.settings, reader)

    def prepare(self, workspace: Workspace) -> None:
        """Stores the SQL of every KPI and of common questions, as the jobs after an import do."""
        with self.database.transaction(workspace.id) as session:
            fresh = tenancy.get_workspace(session, workspace.id)
            metrics.prepare(session, self.warehouse, fresh)
            ask.fill_cache(session, self.warehouse, fresh)


def settings_for(data_dir: Path | None) -> Settings:
    """The settings, with the command's folder in place of the configured one."""
    if data_dir is not None:
        # By the environment, so that worker processes see the same folder.
        os.environ[PREFIX + "DATA_DIR"] = str(data_dir.expanduser().resolve())
        get_settings.cache_clear()
    return get_settings()


@contextmanager
def open_product(data_dir: Path | None) -> Iterator[Product]:
    """Starts (or joins) PostgreSQL, migrates, and leaves it again at the end."""
    settings = settings_for(data_dir)
    postgres = start_postgres(settings)
    try:
        migrate(postgres.url)
        database = Database(postgres.url, pool_size=4)
        try:
            yield Product(settings, postgres, database, open_warehouse(settings))
        finally:
            database.dispose()
    finally:
        postgres.stop()


def say(message: str) -> None:
    """Progress and remarks: standard error, so that standard output stays one document."""
    typer.echo(message, err=True)


def show(document: Any) -> None:
    """The one JSON document on standard output."""
    typer.echo(json.dumps(document, default=str, ensure_ascii=False, indent=2))
