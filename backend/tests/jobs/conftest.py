"""A workspace whose jobs are carried out by the engine that is asked for."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from marketing_agent.jobs import carrying
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import WorkspaceCreate
from tests import names
from tests.conftest import create_database
from tests.jobs.crews import Crew, Engine, PlainQueue, Running

ENGINES = ("queue", "dbos")


@pytest.fixture(scope="module", params=ENGINES)
def installation(
    request: pytest.FixtureRequest,
    postgres_url: str,
    template_database: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Database, Engine]]:
    """A database of this module's own, and an engine over it."""
    url = create_database(postgres_url, f"jobs_{uuid4().hex[:8]}", template_database)
    database, settings = Database(url, pool_size=8), Settings(data_dir=_folder(tmp_path_factory))
    if request.param == "queue":
        yield database, PlainQueue(database, settings)
    else:
        engine = Running.over(database, settings)
        yield database, engine
        engine.end()
    database.dispose()


def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jobs")


@pytest.fixture
def crew(installation: tuple[Database, Engine], monkeypatch: pytest.MonkeyPatch) -> Crew:
    """Another workspace for each test; tries follow each other at once."""
    monkeypatch.setattr(carrying, "_RETRY", timedelta(milliseconds=20))
    database, engine = installation
    with database.system() as session:
        new = WorkspaceCreate(name=names.unique("Jobs"), timezone="UTC", currency="EUR")
        made = tenancy.create_workspace(session, new)
    return Crew(database, made.id, engine)
