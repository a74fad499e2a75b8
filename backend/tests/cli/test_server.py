"""The server as its users start it: one process to begin, one signal to end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import httpx2
import psutil
import pytest

T = TypeVar("T")
COMMAND = [sys.executable, "-c", "from marketing_agent.cli.main import run; run()"]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def run_command(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    return subprocess.run(
        [*COMMAND, *arguments, "--data-dir", str(data_dir)],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
        check=False,
    )


class Served:
    """A running server, its address and its data folder."""

    def __init__(self, data_dir: Path, command: str = "serve") -> None:
        self.data_dir, self.port = data_dir, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data_dir.parent / "server.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*COMMAND, command, "--port", str(self.port), "--data-dir", str(data_dir)],
                stdout=log,
                stderr=log,
            )

    def wait_ready(self, seconds: float = 60) -> "Served":
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if httpx2.get(self.url + "/readyz").is_success:
                    return self
            except httpx2.TransportError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def postgres(self) -> list[psutil.Process]:
        folder = str(self.data_dir / "postgres")
        found = []
        for process in psutil.process_iter(["cmdline"]):
            if folder in (process.info["cmdline"] or []):
                found.append(process)
        return found

    def stop(self) -> float:
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        return time.monotonic() - started


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path / "data").wait_ready()
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.mark.slow
def test_a_signal_ends_server_worker_and_postgres(served: Served) -> None:
    children = psutil.Process(served.process.pid).children(recursive=True)
    assert served.postgres()
    with httpx2.stream("GET", served.url + "/healthz"):
        assert served.stop() < 15
    assert served.process.returncode == 0
    assert served.postgres() == []
    assert [child for child in children if child.is_running() and child.status() != "zombie"] == []


@pytest.mark.slow
def test_keys_are_made_while_the_server_runs(served: Served) -> None:
    missing = run_command(served.data_dir, "api-key", "create", "--workspace", "none", "--json")
    assert missing.returncode == 1
    assert json.loads(missing.stdout)["error"]["code"] == "not_found"
    assert "There is no workspace" in missing.stderr
    link = served.log.read_text().split("/setup/?token=")[1].split()[0]
    owner = {"token": link, "name": "Ada", "email": "ada@example.com", "password": "p" * 12}
    with httpx2.Client(base_url=served.url) as browser:
        csrf = browser.post("/api/v1/setup", json=owner).json()["csrf_token"]
        store = {"name": "Sunny", "timezone": "Europe/Vienna", "currency": "EUR"}
        made = browser.post("/api/v1/workspaces", json=store, headers={"X-CSRF-Token": csrf})
        assert made.status_code == 201
    created = run_command(
        served.data_dir, "api-key", "create", "--workspace", "sunny", "--role", "admin", "--json"
    )
    assert created.returncode == 0, created.stderr
    headers = {"Authorization": f"Bearer {json.loads(created.stdout)['key']}"}
    listed = httpx2.get(served.url + "/api/v1/workspaces", headers=headers).json()["items"]
    assert [one["slug"] for one in listed] == ["sunny"]
    assert httpx2.get(served.url + "/readyz").is_success


@pytest.mark.slow
def test_a_killed_worker_is_replaced(served: Served) -> None:
    def worker() -> psutil.Process | None:
        children = psutil.Process(served.process.pid).children()
        alive = [one for one in children if _alive(one)]
        workers = [one for one in alive if "marketing_agent.worker" in one.cmdline()]
        return workers[0] if workers else None

    first = wait_for(worker)
    first.kill()
    assert wait_for(lambda: (w := worker()) and w.pid != first.pid and w)
    assert httpx2.get(served.url + "/readyz").is_success


@pytest.mark.slow
def test_the_worker_does_not_outlive_a_killed_server(served: Served) -> None:
    children = psutil.Process(served.process.pid).children()
    served.process.kill()
    served.process.wait()
    assert wait_for(lambda: not any(_alive(child) for child in children))
    again = Served(served.data_dir).wait_ready()
    assert again.stop() < 15
    assert served.postgres() == []


def _alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def wait_for(probe: Callable[[], T], seconds: float = 15) -> T:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = probe()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def test_wrong_usage_is_exit_two(tmp_path: Path) -> None:
    assert run_command(tmp_path, "no-such-command").returncode == 2
    assert run_command(tmp_path, "api-key", "create").returncode == 2


def test_unknown_settings_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARKETING_AGENT_DATADIR", "typo")
    refused = run_command(tmp_path, "doctor")
    assert refused.returncode == 1
    assert "MARKETING_AGENT_DATADIR" in refused.stderr
