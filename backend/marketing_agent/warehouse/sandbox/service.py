"""Runs one statement of an asker over one version, in a process that is killed at the deadline."""

import atexit
import json
import threading
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.errors import AppError
from marketing_agent.warehouse.canonical import canonical_tables
from marketing_agent.warehouse.duck import statements
from marketing_agent.warehouse.sandbox import wire
from marketing_agent.warehouse.sandbox.errors import (
    SandboxUnavailable,
    SqlCrashed,
    SqlDeadline,
    SqlFailed,
    SqlMemory,
    SqlResultTooLarge,
)
from marketing_agent.warehouse.sandbox.process import Order, WardenProcess
from marketing_agent.warehouse.sandbox.schemas import Bounds, SandboxResult, Walls
from marketing_agent.warehouse.sandbox.turnstile import Turnstile
from marketing_agent.warehouse.service import Warehouse

__all__ = ["Bounds", "Sandbox", "SandboxResult", "Walls", "open_sandbox"]

_GRACE_SECONDS = 2.0
# JSON takes more than the values it holds; the process itself stops at `max_bytes`.
_WIRE_ROOM = 16 * 1024 * 1024
_TOO_MUCH = "The statement needs more memory than ad-hoc SQL may use. Filter or group earlier."
_TOO_LARGE = "One row of the result is too large to show."


class Sandbox:
    """The sandbox of this process. Safe to share between threads; starts on first use.

    The statement is not judged here: the guard of `ask.sql` does that. Here it is only certain
    that whatever runs sees one version's tables, and ends.
    """

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._turnstile = Turnstile(patience_s=bounds.deadline_s)
        self._lock = threading.Lock()
        self._warden: WardenProcess | None = None
        self._walls: Walls | None = None

    @property
    def bounds(self) -> Bounds:
        """What a statement may use when nothing else is asked for."""
        return self._bounds

    def warm(self) -> None:
        """Starts the warden without waiting for it."""
        self._current()

    def run(
        self,
        warehouse: Warehouse,
        workspace_id: str,
        version: int,
        sql: str,
        max_rows: int | None = None,
    ) -> SandboxResult:
        """Runs `sql` on a version of a workspace.

        Raises SqlFailed, SqlDeadline, SqlMemory, SqlResultTooLarge, SqlCrashed, SqlBusy,
        SandboxUnavailable, and UnknownVersion when the version was pruned.
        """
        path = warehouse.version_path(workspace_id, version)
        rows = self._bounds.max_rows if max_rows is None else max_rows
        job = {"sql": sql, "max_rows": rows, "max_bytes": self._bounds.max_bytes}
        with self._turnstile.turn(workspace_id):
            ground = self._ground(path)
            try:
                return self._attempt(ground, job)
            except SandboxUnavailable:
                # The warden had just died. The next one is fresh; if that fails too, it stands.
                return self._attempt(ground, job)

    def walls(self) -> Walls | None:
        """What stood around the last statement that gave an answer; None before the first."""
        return self._walls

    def close(self) -> None:
        """Ends the warden and what it runs; the next use starts another."""
        with self._lock:
            if self._warden is not None:
                self._warden.close()
            self._warden = None

    def _current(self) -> WardenProcess:
        with self._lock:
            if self._warden is None or not self._warden.alive():
                if self._warden is not None:
                    self._warden.close()
                self._warden = WardenProcess()
            return self._warden

    def _replace(self, broken: WardenProcess) -> None:
        """Ends a warden that failed, unless another thread did so already."""
        with self._lock:
            if self._warden is broken:
                broken.close()
                self._warden = None

    def _ground(self, path: Path | None) -> bytes:
        """What a process needs before it can be given any statement over a version."""
        ground = {
            "path": path and str(path),
            # Another file of the same name is another ground.
            "file": path and path.stat().st_ino,
            "schema": _schema(path),
            "memory_mb": self._bounds.memory_mb,
            "deadline_s": self._bounds.deadline_s,
        }
        return json.dumps(ground).encode()

    def _attempt(self, ground: bytes, job: dict[str, Any]) -> SandboxResult:
        warden = self._current()
        try:
            order = warden.order(self._bounds.deadline_s, ground)
            try:
                return self._answer(order, job)
            finally:
                order.close()
        except SandboxUnavailable:
            self._replace(warden)
            raise
        except TimeoutError:
            # The deadline should have come from the warden: it hangs itself.
            self._replace(warden)
            raise self._late() from None

    def _answer(self, order: Order, job: dict[str, Any]) -> SandboxResult:
        give_up = time.monotonic() + self._bounds.deadline_s + _GRACE_SECONDS
        try:
            order.answer.settimeout(self._bounds.deadline_s)
            with suppress(ConnectionError):  # it ended before: what it said can still be read
                wire.send(order.answer, job)
            return self._read(order, give_up)
        except wire.FrameTooLarge:
            raise SqlResultTooLarge(_TOO_LARGE) from None
        except ConnectionError:
            self._ended(order)

    def _read(self, order: Order, give_up: float) -> SandboxResult:
        left = self._bounds.max_bytes + _WIRE_ROOM
        head: dict[str, Any] = {}
        rows: list[list[object]] = []
        while True:
            order.answer.settimeout(max(0.01, give_up - time.monotonic()))
            received = wire.receive(order.answer, left)
            if received is None:
                self._ended(order)
            frame, size = received
            left -= size
            if "rows" in frame:
                rows += frame["rows"]
            elif "error" in frame:
                raise _refusal(**frame["error"])
            elif "done" in frame:
                return SandboxResult(
                    tuple(head["columns"]), tuple(head["types"]), rows, **frame["done"]
                )
            else:
                head = frame
                self._note_walls(frame["walls"])

    def _note_walls(self, seen: dict[str, bool]) -> None:
        if self._walls is None:
            self._walls = Walls(**seen, **self._current().walls())

    def _ended(self, order: Order) -> NoReturn:
        """The process is gone without an answer: says why as well as can be known."""
        fate = order.fate()
        if fate is None:
            raise SandboxUnavailable("The sandbox for SQL has ended; try again.")
        killed, _ = fate
        if killed:
            raise self._late()
        raise SqlCrashed("The process of this statement ended without an answer.")

    def _late(self) -> SqlDeadline:
        seconds = f"{self._bounds.deadline_s:g}"
        return SqlDeadline(f"The statement was stopped after {seconds} seconds.", seconds=seconds)


def _refusal(kind: str, message: str) -> AppError:
    match kind:
        case "memory":
            return SqlMemory(_TOO_MUCH)
        case "too_large":
            return SqlResultTooLarge(_TOO_LARGE)
    return SqlFailed(message or "The engine refused the statement.")


def _schema(path: Path | None) -> list[str]:
    if path is not None:
        return []
    return [statements.create_table(table) for table in canonical_tables().values()]


@lru_cache
def _sandbox(deadline_s: float, memory_mb: int) -> Sandbox:
    sandbox = Sandbox(Bounds(deadline_s=deadline_s, memory_mb=memory_mb))
    atexit.register(sandbox.close)
    return sandbox


def open_sandbox(settings: Settings) -> Sandbox:
    """The sandbox of this process for the bounds of the settings."""
    return _sandbox(settings.sql_deadline_s, settings.sql_memory_mb)
