"""Short notices between processes: PostgreSQL's NOTIFY, heard on one connection per process.

A notice says that there is something to read, never what. Readers keep looking now and then, as a
notice may be lost with its connection.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable

import psycopg
from sqlalchemy import text
from sqlmodel import Session

log = logging.getLogger(__name__)
_CHANNEL = "marketing_agent"
_NOTIFY = text("SELECT pg_notify(:channel, :notice)")
_TURN_SECONDS = 0.5
_AGAIN_SECONDS = 1.0

Heard = Callable[[str], None]


def notify(session: Session, topic: str, key: str = "") -> None:
    """Tells every process once the transaction has committed. Keys are ids, never content."""
    session.execute(_NOTIFY, {"channel": _CHANNEL, "notice": f"{topic} {key}"})


class Notices:
    """Calls whoever listens to a topic with each notice's key, in a thread of its own.

    An empty key means that notices may have been missed: look for everything.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._heard: dict[str, set[Heard]] = defaultdict(set)
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        self._connected = threading.Event()

    @property
    def connected(self) -> bool:
        """Whether notices arrive now; if not, look more often."""
        return self._connected.is_set()

    def listen(self, topic: str, heard: Heard) -> Callable[[], None]:
        """Registers a listener, which must not block; returns what ends it."""
        with self._lock:
            self._heard[topic].add(heard)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="notices", daemon=True)
                self._thread.start()

        def end() -> None:
            with self._lock:
                self._heard[topic].discard(heard)

        return end

    def close(self) -> None:
        """Ends the thread and its connection."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join(timeout=2 * _TURN_SECONDS)

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                self._hear()
            except psycopg.Error as error:
                log.warning("notices are not heard", extra={"cause": type(error).__name__})
                self._closed.wait(_AGAIN_SECONDS)
            finally:
                self._connected.clear()

    def _hear(self) -> None:
        with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as connection:
            connection.execute(f"LISTEN {_CHANNEL}")
            self._connected.set()
            self._tell_all()
            while not self._closed.is_set():
                for notice in connection.notifies(timeout=_TURN_SECONDS, stop_after=100):
                    topic, _, key = notice.payload.partition(" ")
                    self._tell(topic, key)

    def _tell_all(self) -> None:
        with self._lock:
            topics = list(self._heard)
        for topic in topics:
            self._tell(topic, "")

    def _tell(self, topic: str, key: str) -> None:
        with self._lock:
            listeners = list(self._heard[topic])
        for heard in listeners:
            heard(key)
