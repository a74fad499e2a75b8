"""Commands and servers as separate processes, as their users start them."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TypeVar

import httpx2
import psutil

T = TypeVar("T")
COMMAND = [sys.executable, "-c", "from marketing_agent.cli.main import run; run()"]


# Below those that a system gives away by itself: a port that is bound only later stays free.
_PORTS = count(random.SystemRandom().randrange(10_000, 30_000))


def free_port() -> int:
    """A port of the loopback that nobody listens on; another one each time."""
    return next(filter(_is_free, _PORTS))


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) != 0


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

    def stop(self) -> None:
        """Ends it by a signal. One that is held up would not end at all."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def alive(process: psutil.Process) -> bool:
    """Whether it runs; one that ends while it is looked at does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_for(probe: Callable[[], T], seconds: float = 60) -> T:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = probe()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")
