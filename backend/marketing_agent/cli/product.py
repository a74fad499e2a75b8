"""What every command needs: settings, PostgreSQL migrated, a workspace found by name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from marketing_agent.kernel.config import PREFIX, Settings, get_settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import NotFound
from marketing_agent.kernel.migrations import migrate
from marketing_agent.kernel.postgres import Postgres, start_postgres
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder that holds everything; default ./data")
]
WorkspaceName = Annotated[str, typer.Option("--workspace", "-w", help="Short name or id")]


@dataclass(frozen=True, slots=True)
class Product:
    """The running parts a command works with."""

    settings: Settings
    postgres: Postgres
    database: Database

    def workspace(self, name: str) -> Workspace:
        """The workspace of that short name or id; NotFound names the ones there are."""
        with self.database.system() as session:
            found = tenancy.find_workspace(session, name)
            known = [one.slug for one in tenancy.list_workspaces(session)]
        if found is None:
            raise NotFound(f"There is no workspace {name!r}. There is: {', '.join(known) or '-'}.")
        return found


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
            yield Product(settings, postgres, database)
        finally:
            database.dispose()
    finally:
        postgres.stop()
