"""The server's side of the warden: started once, asked for a process per statement, replaced."""

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress

from marketing_agent.warehouse.sandbox import wire
from marketing_agent.warehouse.sandbox.errors import SandboxUnavailable

_MODULE = "marketing_agent.warehouse.sandbox.warden"
_START_SECONDS = 30.0
_READY_LIMIT = 4096
_FATE_SECONDS = 2.0


class Order:
    """The two sockets of one running statement: its answer, and then how it ended."""

    def __init__(self, answer: socket.socket, fate: socket.socket) -> None:
        self.answer = answer
        self._fate = fate

    def fate(self) -> tuple[bool, int] | None:
        """Whether it was killed at its deadline, and its wait status; None when nobody knows."""
        with suppress(OSError):
            self._fate.settimeout(_FATE_SECONDS)
            told = wire.exactly(self._fate, wire.FATE.size)
            return None if told is None else wire.FATE.unpack(told)
        return None

    def close(self) -> None:
        """Hangs up: a statement that still runs is killed."""
        self.answer.close()
        self._fate.close()


class WardenProcess:
    """One warden. Safe to share between threads; ends with this process or on `close`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ready: dict[str, bool] | None = None
        self._control, theirs = socket.socketpair()
        with theirs:
            # Isolated from every PYTHON* variable, and with no variable at all: no secrets there.
            self._process = subprocess.Popen(  # noqa: S603  (our own module)
                [sys.executable, "-I", "-m", _MODULE, str(theirs.fileno())],
                env={},
                cwd="/",
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The warden's process id."""
        return self._process.pid

    def walls(self) -> dict[str, bool]:
        """Waits until the warden is ready, and says what it could put up for all its children."""
        with self._lock:
            if self._ready is None:
                self._control.settimeout(_START_SECONDS)
                self._ready = self._greeting()
            return self._ready

    def alive(self) -> bool:
        """Whether the process is still there."""
        return self._process.poll() is None

    def order(self, deadline_s: float, ground: bytes) -> Order:
        """A fresh process on that ground, which waits for its job.

        Raises SandboxUnavailable, or TimeoutError when the warden does not answer.
        """
        self.walls()
        fate, teller = socket.socketpair()
        try:
            with teller:
                self._send(wire.ORDER.pack(deadline_s, len(ground)), ground, teller)
            fate.settimeout(deadline_s + _FATE_SECONDS)
            _, files, _, _ = socket.recv_fds(fate, len(wire.HERE), 1)
            return Order(socket.socket(fileno=files[0]), fate)
        except TimeoutError:
            fate.close()
            raise
        except (OSError, IndexError) as error:
            fate.close()
            raise SandboxUnavailable("The sandbox for SQL has ended; try again.") from error

    def _send(self, head: bytes, ground: bytes, teller: socket.socket) -> None:
        with self._lock:
            socket.send_fds(self._control, [head], [teller.fileno()])
            self._control.sendall(ground)

    def close(self) -> None:
        """Kills the warden and every statement it runs."""
        self._control.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _greeting(self) -> dict[str, bool]:
        try:
            frame = wire.receive(self._control, _READY_LIMIT)
        except OSError as error:
            raise SandboxUnavailable("The sandbox for SQL does not answer.") from error
        if frame is None:
            raise SandboxUnavailable("The sandbox for SQL does not start.")
        return dict(frame[0])
