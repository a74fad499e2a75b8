"""A sample store as one locked file, and statements written down as data."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from marketing_agent.ask.sql import sample_store
from marketing_agent.warehouse.sandbox.schemas import Bounds
from marketing_agent.warehouse.sandbox.service import Sandbox
from marketing_agent.warehouse.service import Warehouse


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse with the sample store in it."""
    warehouse = Warehouse(tmp_path_factory.mktemp("store"), memory="256MB", threads=1)
    sample_store.build_sample_store(warehouse)
    return warehouse


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A sandbox with a deadline of two seconds."""
    sandbox = Sandbox(Bounds(deadline_s=2.0, memory_mb=256))
    yield sandbox
    sandbox.close()


@pytest.fixture
def store_file(store: Warehouse) -> Path:
    """The file of the sample store."""
    path = store.version_path(sample_store.WORKSPACE, sample_store.VERSION)
    assert path is not None
    return path
