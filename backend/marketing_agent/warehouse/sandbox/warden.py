"""The process that makes the processes of statements, by fork, and kills them at their deadline.

When a statement has ended, the next process for the same version is made ready at once: it has the
version open and every wall up when a statement comes. It still serves one statement and ends.

It starts with an empty environment and the engine already loaded, so a fresh child costs a fork
and not an interpreter. Its one descriptor from the server is the control socket: when the server
dies, however it dies, the socket closes and the warden ends with all its children.
"""

import gc
import json
import os
import selectors
import signal
import socket
import sys
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from marketing_agent.warehouse.sandbox import child, confine, wire

_LONGEST_SLEEP = 5.0
_SPARES = 2
_SPARE_SECONDS = 900.0


@dataclass
class _Child:
    """A running statement: when it must end and whom to tell how it ended."""

    ground: bytes
    kill_at: float
    status: socket.socket
    killed: bool = False


@dataclass(frozen=True)
class _Spare:
    """A process that waits for its statement, and the server's end of its socket."""

    pid: int
    job: socket.socket
    made_at: float


class Warden:
    """Waits for orders, for children that end, and for deadlines."""

    def __init__(self, control: socket.socket, engine: child.Engine) -> None:
        self._control = control
        self._engine = engine
        self._children: dict[int, _Child] = {}
        self._spares: OrderedDict[bytes, _Spare] = OrderedDict()
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)
        self._woken, waker = socket.socketpair()
        self._woken.setblocking(False)
        waker.setblocking(False)
        self._waker = waker
        self._selector.register(self._woken, selectors.EVENT_READ)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)

    def run(self) -> None:
        """Serves until the server is gone."""
        alive = True
        while alive:
            for key, _ in self._selector.select(self._patience()):
                if key.fileobj is self._control:
                    alive = self._take_order()
                elif key.fileobj is self._woken:
                    self._woken.recv(4096)
                else:
                    # The server hung up on this statement: nobody waits for its answer.
                    self._kill(key.data)
            self._reap()
            self._kill_overdue()
            self._drop_spares()
        self._drop_spares(keep=0)
        for pid in list(self._children):
            self._kill(pid)

    def _patience(self) -> float:
        due = [one.kill_at for one in self._children.values() if not one.killed]
        return max(0.0, min([_LONGEST_SLEEP, *(at - time.monotonic() for at in due)]))

    def _take_order(self) -> bool:
        """Gives a child to an order; false when the server is gone."""
        order, files, _, _ = socket.recv_fds(self._control, wire.ORDER.size, 1)
        if len(order) != wire.ORDER.size or len(files) != 1:
            return False
        status = socket.socket(fileno=files[0])
        seconds, length = wire.ORDER.unpack(order)
        ground = wire.exactly(self._control, length)
        if ground is None:
            return False
        spare = self._ready(ground) or self._fork(ground)
        self._children[spare.pid] = _Child(ground, time.monotonic() + seconds, status)
        self._selector.register(status, selectors.EVENT_READ, spare.pid)
        # When the server has hung up meanwhile, its socket says so in the next round.
        with spare.job, suppress(OSError):
            socket.send_fds(status, [wire.HERE], [spare.job.fileno()])
        return True

    def _ready(self, ground: bytes) -> _Spare | None:
        spare = self._spares.pop(ground, None)
        if spare is not None and os.waitpid(spare.pid, os.WNOHANG) != (0, 0):
            spare.job.close()  # it died while it waited
            return None
        return spare

    def _fork(self, ground: bytes) -> _Spare:
        ours, theirs = socket.socketpair()
        with theirs:
            pid = os.fork()
            if pid == 0:
                self._become_child(theirs, ground)
        return _Spare(pid, ours, time.monotonic())

    def _become_child(self, job: socket.socket, ground: bytes) -> NoReturn:
        """Never returns: whatever happens, the child must not go on as a second warden."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.closerange(3, job.fileno())
            os.closerange(job.fileno() + 1, 256)
            child.serve(job, self._engine, json.loads(ground))
        finally:
            os._exit(0)

    def _kill_overdue(self) -> None:
        now = time.monotonic()
        for pid, one in self._children.items():
            if one.kill_at <= now:
                self._kill(pid)

    def _kill(self, pid: int) -> None:
        # Not reaped yet, so the number cannot belong to another process.
        self._children[pid].killed = True
        os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        while self._children or self._spares:
            pid, ended = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            one = self._children.pop(pid, None)
            if one is None:
                self._forget_spare(pid)
                continue
            self._selector.unregister(one.status)
            with suppress(OSError):
                one.status.sendall(wire.FATE.pack(one.killed, ended))
            one.status.close()
            if one.ground not in self._spares:
                self._spares[one.ground] = self._fork(one.ground)

    def _forget_spare(self, pid: int) -> None:
        for ground, spare in list(self._spares.items()):
            if spare.pid == pid:
                self._spares.pop(ground).job.close()

    def _drop_spares(self, keep: int = _SPARES) -> None:
        """Ends those that are too many, the oldest first, and those that nobody came for."""
        old = time.monotonic() - _SPARE_SECONDS
        while self._spares:
            spare = next(iter(self._spares.values()))
            if len(self._spares) <= keep and spare.made_at > old:
                return
            _, spare = self._spares.popitem(last=False)
            spare.job.close()
            os.kill(spare.pid, signal.SIGKILL)
            os.waitpid(spare.pid, 0)


def main() -> None:
    """Entry point: the number of the control socket's descriptor is the only argument."""
    control = socket.socket(fileno=int(sys.argv[1]))
    walls = confine.confine_warden()
    engine = child.prepare()
    gc.freeze()
    wire.send(control, walls)
    Warden(control, engine).run()


if __name__ == "__main__":
    main()
