"""Starting `runner` for a shop, and reading what it says."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.ingestion.conftest import Shop

_BACKEND = Path(__file__).resolve().parents[2]
_LONGEST_SECONDS = 120


def started(shop: Shop, *paths: Path, stop_at: str | None = None) -> subprocess.Popen[str]:
    """A process that imports the paths one after the other, or stands still at a message."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ingestion.runner"],
        cwd=_BACKEND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    asked = {
        "url": shop.database.url,
        "data_dir": str(shop.settings.data_dir),
        "workspace": shop.workspace.id,
        "paths": [str(path) for path in paths],
        "stop_at": stop_at,
    }
    assert process.stdin is not None
    process.stdin.write(json.dumps(asked))
    process.stdin.close()
    return process


def messages(process: subprocess.Popen[str]) -> Iterator[str]:
    """Its lines as they come."""
    assert process.stdout is not None
    for line in process.stdout:
        yield line.rstrip("\n")


def finished(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """Waits for its end; the outcome of each path."""
    last = ""
    for line in messages(process):
        last = line
    assert process.wait(_LONGEST_SECONDS) == 0
    outcomes: list[dict[str, Any]] = json.loads(last)
    return outcomes
