"""The official suite of MCP, both revisions: a fixture behind our door, and the product itself."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from marketing_agent.api.app import create_app
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace
from tests.conformance import mcp_fixture
from tests.conformance.keyed import Keyed
from tests.conformance.node import FOLDER, run_script
from tests.loops import serving

SUITE = "node_modules/@modelcontextprotocol/conformance/dist/index.js"


@pytest.fixture
def address(
    settings: Settings,
    database: Database,
    workspace: Workspace,
    key_for: Callable[..., dict[str, str]],
    request: pytest.FixtureRequest,
) -> Iterator[str]:
    """`/mcp` of our app factory, with the server that a test is parametrised by."""
    app = create_app(settings, Database(database.url, pool_size=4))
    if request.param == "fixture":
        next(d for d in app.state.doors if d.about.key == "mcp").load = mcp_fixture.open_manager
    with serving(Keyed(app, key_for(workspace))) as url:
        yield f"{url}/mcp"


def _suite(address: str, revision: str, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    asked = ("server", "--url", address, "--requirements", revision, "-o", str(out))
    return run_script(SUITE, *asked, *more)


def _told(done: subprocess.CompletedProcess[str]) -> str:
    return re.sub(r"\x1b\[\d+m", "", done.stdout + done.stderr)[-6_000:]


@pytest.mark.parametrize("address", ["fixture"], indirect=True)
@pytest.mark.parametrize("revision", ["2025-11-25", "2026-07-28"])
def test_everything_required_passes_behind_our_door(
    address: str, revision: str, tmp_path: Path
) -> None:
    done = _suite(address, revision, tmp_path)
    assert done.returncode == 0, _told(done)
    if revision == "2025-11-25":
        assert "Total: 84 passed, 0 failed" in _told(done)


@pytest.mark.parametrize("address", ["product"], indirect=True)
@pytest.mark.parametrize("revision", ["2025-11-25", "2026-07-28"])
def test_the_product_fails_exactly_what_is_listed(
    address: str, revision: str, tmp_path: Path
) -> None:
    listed = FOLDER / f"mcp-{revision}.yaml"
    done = _suite(address, revision, tmp_path, "--expected-failures", str(listed))
    assert done.returncode == 0, _told(done)
