"""a2a-tck, the official kit of A2A, where `A2A_TCK` names a checkout of it: it is on no registry.

The kit steers an agent of its own behind our door, card, key and routes.
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from marketing_agent.api.app import create_app
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace
from tests.conformance.keyed import Keyed
from tests.conformance.node import FOLDER
from tests.loops import serving

CHECKOUT = os.environ.get("A2A_TCK")
EXPECTED = FOLDER / "a2a-tck.yaml"
_SECONDS = 900

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHECKOUT is None, reason="the kit of A2A: A2A_TCK names no checkout"),
]


@pytest.fixture
def address(
    tmp_path: Path,
    database: Database,
    workspace: Workspace,
    key_for: Callable[..., dict[str, str]],
) -> Iterator[str]:
    """The product with the kit's agent in the place of its own."""
    settings = Settings(data_dir=tmp_path / "data", a2a_conformance=True)
    app = create_app(settings, Database(database.url, pool_size=4))
    with serving(Keyed(app, key_for(workspace))) as url:
        yield url


def test_the_kit_fails_exactly_what_is_listed(address: str) -> None:
    folder = Path(str(CHECKOUT))
    python = folder / ".venv" / "bin" / "python"
    assert python.is_file(), "The checkout has no .venv with the kit installed (pip install -e .)."
    report = folder / "reports" / "compatibility.json"
    report.unlink(missing_ok=True)
    asked = ["run_tck.py", "--sut-host", address, "--transport", "jsonrpc,http_json"]
    done = subprocess.run(
        [str(python), *asked],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    assert report.is_file(), done.stdout[-4_000:] + done.stderr[-4_000:]
    found = json.loads(report.read_text("utf-8"))["per_requirement"]
    failed = {name: one["errors"] for name, one in found.items() if one["status"] == "FAIL"}
    passed = [name for name, one in found.items() if one["status"] == "PASS"]
    expected = yaml.safe_load(EXPECTED.read_text("utf-8"))
    assert (sorted(failed), len(passed)) == (sorted(expected["fails"]), expected["passed"]), failed
