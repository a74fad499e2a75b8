"""How many statements may run and wait: by workspace, so that one cannot crowd out the others."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from marketing_agent.warehouse.sandbox.errors import SqlBusy

_RUNNING = 4
_RUNNING_EACH = 2
_INSIDE = 16
_INSIDE_EACH = 6


class Turnstile:
    """Few run, a few more wait; the rest are sent away at once.

    Statements hold a thread of the server while they run or wait, so both are bounded.
    """

    def __init__(self, patience_s: float) -> None:
        self._patience = patience_s
        self._changed = threading.Condition()
        self._inside: Counter[str] = Counter()
        self._running: Counter[str] = Counter()

    @contextmanager
    def turn(self, workspace_id: str) -> Iterator[None]:
        """Waits for a free place; raises SqlBusy when there are too many or none comes free."""
        with self._changed:
            self._enter(workspace_id)
            try:
                free = self._changed.wait_for(lambda: self._free(workspace_id), self._patience)
                if not free:
                    raise SqlBusy("The statements before this one take too long; try again later.")
                self._running[workspace_id] += 1
            except BaseException:
                self._leave(workspace_id)
                raise
        try:
            yield
        finally:
            with self._changed:
                self._running = self._running - Counter([workspace_id])
                self._leave(workspace_id)

    def _enter(self, workspace_id: str) -> None:
        if self._inside[workspace_id] >= _INSIDE_EACH:
            raise SqlBusy(f"{_INSIDE_EACH} statements of this workspace run already; wait for one.")
        if self._inside.total() >= _INSIDE:
            raise SqlBusy("Too many statements run at the moment; try again in a few seconds.")
        self._inside[workspace_id] += 1

    def _leave(self, workspace_id: str) -> None:
        # Subtraction drops what reaches zero, so names of workspaces do not pile up.
        self._inside = self._inside - Counter([workspace_id])
        self._changed.notify_all()

    def _free(self, workspace_id: str) -> bool:
        return self._running[workspace_id] < _RUNNING_EACH and self._running.total() < _RUNNING
