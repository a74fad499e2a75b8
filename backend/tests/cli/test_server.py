"""The server as its users start it: one process to begin, one signal to end."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import psutil
import pytest

from tests.cli.processes import Served, alive, run_command, wait_for


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
        served.stop()
    assert served.process.returncode == 0
    assert served.postgres() == []
    assert [child for child in children if alive(child)] == []


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


def is_worker(process: psutil.Process) -> bool:
    try:
        return alive(process) and "marketing_agent.worker" in process.cmdline()
    except psutil.Error:  # it ended meanwhile
        return False


@pytest.mark.slow
def test_a_killed_worker_is_replaced(served: Served) -> None:
    def worker() -> psutil.Process | None:
        children = psutil.Process(served.process.pid).children()
        return next(filter(is_worker, children), None)

    first = wait_for(worker)
    first.kill()
    assert wait_for(lambda: (w := worker()) and w.pid != first.pid and w)
    assert httpx2.get(served.url + "/readyz").is_success


@pytest.mark.slow
def test_the_worker_does_not_outlive_a_killed_server(served: Served) -> None:
    children = psutil.Process(served.process.pid).children()
    served.process.kill()
    served.process.wait()
    assert wait_for(lambda: not any(alive(child) for child in children))
    again = Served(served.data_dir).wait_ready()
    again.stop()
    assert served.postgres() == []


def test_wrong_usage_is_exit_two(tmp_path: Path) -> None:
    assert run_command(tmp_path, "no-such-command").returncode == 2
    assert run_command(tmp_path, "api-key", "create").returncode == 2


def test_unknown_settings_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARKETING_AGENT_DATADIR", "typo")
    refused = run_command(tmp_path, "doctor")
    assert refused.returncode == 1
    assert "MARKETING_AGENT_DATADIR" in refused.stderr
