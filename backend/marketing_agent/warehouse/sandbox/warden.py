"""The process that makes the processes of statements, by fork, and kills them at their deadline.

It starts with an empty environment and the engine already loaded, so a fresh child costs a fork
and not an interpreter. Its one descriptor from the server is the control socket: when the server
dies, however it dies, the socket closes and the warden ends with all its children.
"""

import gc
import os
import selectors
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

from marketing_agent.warehouse.sandbox import child, confine, wire

_LONGEST_SLEEP = 5.0


@dataclass
class _Child:
    """A running statement: when it must end and whom to tell how it ended."""

    kill_at: float
    status: socket.socket
    killed: bool = False


class Warden:
    """Waits for orders, for children that end, and for deadlines."""

    def __init__(self, control: socket.socket, engine: child.Engine) -> None:
        self._control = control
        self._engine = engine
        self._children: dict[int, _Child] = {}
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
        for pid in list(self._children):
            self._kill(pid)

    def _patience(self) -> float:
        due = [one.kill_at for one in self._children.values() if not one.killed]
        return max(0.0, min([_LONGEST_SLEEP, *(at - time.monotonic() for at in due)]))

    def _take_order(self) -> bool:
        """Starts a child for an order; false when the server is gone."""
        order, files, _, _ = socket.recv_fds(self._control, wire.ORDER.size, 2)
        if len(order) != wire.ORDER.size or len(files) != 2:
            return False
        job, status = (socket.socket(fileno=file) for file in files)
        with job:
            pid = os.fork()
            if pid == 0:
                self._become_child(job)
        (seconds,) = wire.ORDER.unpack(order)
        self._children[pid] = _Child(time.monotonic() + seconds, status)
        self._selector.register(status, selectors.EVENT_READ, pid)
        return True

    def _become_child(self, job: socket.socket) -> None:
        """Never returns: whatever happens, the child must not go on as a second warden."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.closerange(3, job.fileno())
            os.closerange(job.fileno() + 1, 256)
            child.serve(job, self._engine)
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
        while self._children:
            pid, ended = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            one = self._children.pop(pid)
            self._selector.unregister(one.status)
            with suppress(OSError):
                one.status.sendall(wire.FATE.pack(one.killed, ended))
            one.status.close()


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
