"""Runs over AG-UI kept as they streamed, and the judgement of `ag-ui-validate` on them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.conformance.conftest import Installation

VALIDATOR = Path(sys.executable).with_name("ag-ui-validate")
QUESTION = "How many orders last month?"


class Recorder:
    """Runs of one thread; what each streamed lies in a file, byte for byte."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self._installation, self._folder = installation, folder
        self._thread = uuid4().hex

    def record(self, name: str, text: str = QUESTION, **more: Any) -> "Recording":
        body = {
            "threadId": self._thread,
            "runId": uuid4().hex,
            "messages": [{"id": uuid4().hex, "role": "user", "content": text}],
            "state": {},
            "tools": [],
            "context": [],
            "forwardedProps": {},
        } | more
        url, headers = f"{self._installation.url}/agui", self._installation.headers
        answer = httpx.post(url, json=body, headers=headers, timeout=60)
        assert answer.status_code == 200, answer.text
        path = self._folder / f"{name}.sse"
        path.write_bytes(answer.content)
        return Recording(path)


class Recording:
    """What one run streamed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        lines = path.read_text("utf-8").splitlines()
        self.events = [json.loads(line[6:]) for line in lines if line.startswith("data: ")]

    @property
    def types(self) -> set[str]:
        return {event["type"] for event in self.events}

    @property
    def outcome(self) -> dict[str, Any]:
        found: dict[str, Any] = self.events[-1]["outcome"]
        return found

    def resumed(self, **payload: Any) -> list[dict[str, Any]]:
        """The answer to what this run waits for."""
        (asked,) = self.outcome["interrupts"]
        return [{"interruptId": asked["id"], "status": "resolved", "payload": payload}]


def validated(target: str, *more: str) -> dict[str, Any]:
    """The validator's report of an address or a file, which must be clean."""
    command = [str(VALIDATOR), target, "--features", "shared-state", "--json"]
    done = subprocess.run(
        [*command, "--max-warnings", "0", *more],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert (report["summary"]["errors"], report["summary"]["warnings"]) == (0, 0), report
    return report


def check(recording: Recording, *types: str) -> None:
    """The recording is clean, and of what its name says."""
    assert set(types) <= recording.types
    validated(str(recording.path))
