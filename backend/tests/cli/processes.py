"""Commands and servers as separate processes, as their users start them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import httpx2
import psutil

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
    """A running server, its address and its data folder; `more` joins its environment."""

    def __init__(
        self, data_dir: Path, command: str = "serve", *, port: int | None = None, **more: str
    ) -> None:
        self.data_dir, self.port = data_dir, port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data_dir.parent / "server.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*COMMAND, command, "--port", str(self.port), "--data-dir", str(data_dir)],
                stdout=log,
                stderr=log,
                env=os.environ | more,
            )

    def wait_ready(self, seconds: float = 240) -> "Served":
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
        self.process.wait(60)
        return time.monotonic() - started


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def wait_for(probe: Callable[[], T], seconds: float = 60) -> T:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = probe()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")
