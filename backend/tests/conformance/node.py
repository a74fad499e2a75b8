"""Node 24 and what npm installed beside it, for the kits and clients that are written for it."""

import json
import os
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "conformance"
PACKAGES = FOLDER / "node_modules"
_OLDEST = 24
_SECONDS = 240


def find_node() -> str:
    """The path of Node 24 or newer: the one from npm, or else the machine's own."""
    if not (PACKAGES / ".package-lock.json").is_file():
        pytest.fail("The kits are not installed: `make conformance` installs them, with npm.")
    own = sorted(PACKAGES.glob("node-*/bin/node"))
    found = str(own[0]) if own else shutil.which("node")
    if found is None or _major(found) < _OLDEST:
        pytest.fail(f"Node {_OLDEST} or newer is needed, and npm has none for this machine.")
    return found


found_node = lru_cache(find_node)


def _major(path: str) -> int:
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return int(told.removeprefix("v").partition(".")[0])


def run_script(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A script of the folder, run to its end."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return subprocess.run(
        [found_node(), *arguments],
        cwd=FOLDER,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )


def run_client(*arguments: str, **environment: str) -> dict[str, Any]:
    """The JSON document that a client prints last, in one line; a library may log before it."""
    done = run_script(*arguments, **environment)
    assert done.returncode == 0, f"{arguments}: {done.stderr[:4_000]}"
    document: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return document
