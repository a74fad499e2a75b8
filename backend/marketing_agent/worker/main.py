"""Composition root for jobs: a process that takes one job after another until told to stop."""

import logging
import os
import signal
import threading
from types import FrameType

import marketing_agent.agents.automations.jobs
import marketing_agent.agents.runs.jobs
import marketing_agent.agents.search.jobs
import marketing_agent.agents.tools.jobs
import marketing_agent.events.webhooks.jobs
import marketing_agent.ingestion.jobs
import marketing_agent.insights.alerts.jobs
import marketing_agent.insights.delivery.jobs
import marketing_agent.insights.segments.jobs
import marketing_agent.jobs.jobs
import marketing_agent.metrics.jobs
import marketing_agent.protocols.a2a.push.jobs  # noqa: F401  (importing registers the handlers)
from marketing_agent.agents.automations.jobs import keep_schedules
from marketing_agent.agents.documents.jobs import keep_house as keep_documents
from marketing_agent.agents.runs.house import house_of
from marketing_agent.agents.search.jobs import look_after
from marketing_agent.ask.jobs import after_upgrade
from marketing_agent.jobs import service
from marketing_agent.kernel.config import Settings, get_settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.postgres import start_postgres
from marketing_agent.observability.logs import configure_logs

log = logging.getLogger(__name__)
_IDLE_SECONDS = 0.3
_TROUBLE_SECONDS = 2.0
# One thread for each.
_LIVE_LANES: tuple[service.Lane, ...] = ("live", "live", "live")
_OUTGOING_LANES: tuple[service.Lane, ...] = ("outgoing", "outgoing")


def work(
    database: Database, settings: Settings, stop: threading.Event, lane: service.Lane | None = None
) -> None:
    """Runs due jobs of a lane until `stop`; a lost database is waited for, not died of."""
    bell = threading.Event()
    end = database.notices.listen(service.TOPIC, lambda _key: bell.set())
    _warm_up(database, settings, lane)
    clock = service.Clock()
    upgraded = lane in ("live", "outgoing")
    while not stop.is_set():
        bell.clear()
        try:
            upgraded = upgraded or _begin(database, settings)
            clock.look(database)
            busy = service.run_next(database, settings, lane)
        except Exception:
            log.exception("worker could not reach its queue")
            stop.wait(_TROUBLE_SECONDS)
            continue
        if not busy:
            bell.wait(_IDLE_SECONDS)
    end()


def _begin(database: Database, settings: Settings) -> bool:
    """What each start looks after, once the database answers. True."""
    keep_schedules(database)
    keep_documents(database)
    look_after(database, settings)
    return after_upgrade(database)


def _warm_up(database: Database, settings: Settings, lane: service.Lane | None) -> None:
    """What carries runs out takes seconds to load: before the first is asked for, not after."""
    if lane == "live":
        try:
            house_of(database, settings)
        except AppError:
            log.exception("runs cannot be carried out")


def _work_durably(database: Database, settings: Settings, stop: threading.Event) -> None:
    """DBOS takes the jobs, in threads of its own; here is only looked after it."""
    from marketing_agent.jobs.engines.durable import DurableEngine

    threading.Thread(target=_warm_up, args=(database, settings, "live"), daemon=True).start()
    engine = DurableEngine(database, settings)
    engine.start()
    try:
        _begin_when_it_answers(database, settings, stop)
        engine.work(stop)
    finally:
        engine.end()


def _begin_when_it_answers(database: Database, settings: Settings, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            _begin(database, settings)
        except Exception:
            log.exception("worker could not begin")
            stop.wait(_TROUBLE_SECONDS)
        else:
            return


def _work_in_lanes(database: Database, settings: Settings, stop: threading.Event) -> None:
    """Threads for long work, for what people watch, for calls: none waits for another."""
    service.carry_by_queue(database)
    lanes = _LIVE_LANES + _OUTGOING_LANES
    threads = [
        threading.Thread(target=work, args=(database, settings, stop, lane), name=f"{lane}-{n}")
        for n, lane in enumerate(lanes)
    ]
    for thread in threads:
        thread.start()
    work(database, settings, stop, "work")
    for thread in threads:
        thread.join()


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
    database = Database(postgres.url, pool_size=8)
    try:
        if settings.jobs == "dbos":
            _work_durably(database, settings, stop)
        else:
            _work_in_lanes(database, settings, stop)
    finally:
        database.dispose()
        postgres.stop()
