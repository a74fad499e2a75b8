"""What only one server can have: its port, and a data folder with an embedded PostgreSQL."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.errors import Conflict

_LOCK = "serve.lock"


@contextmanager
def port_claimed(host: str, port: int) -> Iterator[socket.socket]:
    """A socket bound to the address, before anything else is started; 0 takes a free port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol by name: only then does the event loop send small answers without waiting.
    with socket.socket(family, proto=socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except (OSError, OverflowError) as error:
            raise _unusable(host, port, error) from error
        yield listener


def listen(listener: socket.socket) -> None:
    """Starts to listen. Until then the address is bound only, and another program may take it."""
    host, port = listener.getsockname()[:2]
    try:
        listener.listen()
    except OSError as error:
        raise _unusable(host, port, error) from error


def _unusable(host: str, port: int, error: Exception) -> Conflict:
    reason = getattr(error, "strerror", None) or str(error)
    return Conflict(
        f"Port {port} on {host} cannot be used ({reason}): stop what listens there, "
        "or choose another with --port."
    )


@contextmanager
def folder_claimed(settings: Settings) -> Iterator[None]:
    """Keeps a second server off an embedded PostgreSQL, which the first to end would stop."""
    if settings.database_url is not None:
        yield
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir / _LOCK).open("a+") as lock:
        _take(lock.fileno(), settings.data_dir)
        os.ftruncate(lock.fileno(), 0)
        os.write(lock.fileno(), str(os.getpid()).encode())
        yield


def _take(lock: int, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        owner = os.pread(lock, 20, 0).decode() or "unknown"
        raise Conflict(
            f"A server (process {owner}) uses the data folder {folder} already: "
            "stop it, or give this one another folder with --data-dir."
        ) from error
