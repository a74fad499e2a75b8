"""The schema of the database, brought to the newest revision."""

import re
from pathlib import Path

import psycopg

from marketing_agent.kernel.db import CONNECT_SECONDS, sqlalchemy_url
from marketing_agent.kernel.errors import Conflict
from marketing_agent.kernel.postgres import libpq_url

_NAMES = re.compile(r'^(down_revision|revision) = "(\w+)"', re.MULTILINE)


def migrate(url: str) -> None:
    """Brings the schema to the newest revision; safe to run from several processes at once.

    Raises ManyHeads, before anything is touched.
    """
    end = newest()
    if _revision(url) == end:
        return
    # Alembic takes half a second to load, and hardly any start has something to migrate.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder()))
    config.attributes["url"] = sqlalchemy_url(url)
    command.upgrade(config, "head")


def folder() -> Path:
    """Where the migrations are: inside an installed package, beside it in a clone."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_migrations"
    return shipped if shipped.exists() else package.parent / "migrations"


class ManyHeads(Conflict):
    """Two migrations follow the same one: which of them comes first is not said anywhere."""

    code = "migrations.many_heads"
    retryable = False


def newest() -> str:
    """The one revision that no other follows, read without running any; raises ManyHeads."""
    found = [
        dict(_NAMES.findall(file.read_text("utf-8"))) for file in folder().glob("versions/*.py")
    ]
    followed = {one.get("down_revision") for one in found}
    heads = sorted(one["revision"] for one in found if one["revision"] not in followed)
    if len(heads) != 1:
        named = " and ".join(heads) or "none"
        raise ManyHeads(
            f"The migrations of this release have no single end ({named}): nothing was migrated. "
            "Install a release whose migrations are one chain."
        )
    return str(heads[0])


def _revision(url: str) -> str | None:
    """The revision of the database, None where nothing was migrated yet."""
    with psycopg.connect(libpq_url(url), connect_timeout=CONNECT_SECONDS) as connection:
        there = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        if there is None or there[0] is None:
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None
