"""Composition root for jobs: a process that takes one job after another until told to stop."""

import logging
import os
import signal
import threading
from types import FrameType

import marketing_agent.ingestion.jobs
import marketing_agent.metrics.jobs  # noqa: F401  (importing registers the handlers)
from marketing_agent.ask.jobs import after_upgrade
from marketing_agent.jobs import service
from marketing_agent.kernel.config import Settings, get_settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.postgres import start_postgres
from marketing_agent.observability.logs import configure_logs

log = logging.getLogger(__name__)
_IDLE_SECONDS = 0.3
_TROUBLE_SECONDS = 2.0


def work(database: Database, settings: Settings, stop: threading.Event) -> None:
    """Runs due jobs until `stop`; a lost database is waited for, not died of."""
    upgraded = False
    while not stop.is_set():
        try:
            upgraded = upgraded or after_upgrade(database)
            busy = service.run_next(database, settings)
        except Exception:
            log.exception("worker could not reach its queue")
            stop.wait(_TROUBLE_SECONDS)
            continue
        if not busy:
            stop.wait(_IDLE_SECONDS)


def _stop_with_parent(stop: threading.Event, parent: int) -> None:
    """A worker started by `serve` ends when that process is gone, however it went."""
    while not stop.wait(1.0):
        if os.getppid() != parent:
            os._exit(0)


def main(*, parent: int | None = None) -> None:
    """Entry point of the worker process."""
    settings = get_settings()
    configure_logs(settings.log_level)
    stop = threading.Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    if parent:
        threading.Thread(target=_stop_with_parent, args=(stop, parent), daemon=True).start()
    postgres = start_postgres(settings)
    database = Database(postgres.url, pool_size=4)
    try:
        work(database, settings, stop)
    finally:
        database.dispose()
        postgres.stop()
