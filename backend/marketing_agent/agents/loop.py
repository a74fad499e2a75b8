"""One event loop in a thread of its own, for clients that are asynchronous only."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import TimeoutError as Late
from typing import Any, TypeVar

_T = TypeVar("_T")
_GRACE_SECONDS = 1.0


class BackgroundLoop:
    """Runs coroutines for threads that wait. Its own thread starts late and holds up no exit."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, work: Coroutine[Any, Any, _T], seconds: float) -> _T:
        """The result of `work`, which ends itself in `seconds`; raises TimeoutError if not."""
        future = asyncio.run_coroutine_threadsafe(work, self._running())
        try:
            return future.result(seconds + _GRACE_SECONDS)
        except Late:
            future.cancel()
            raise

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(
                    target=self._loop.run_forever, name=self._name, daemon=True
                ).start()
            return self._loop
