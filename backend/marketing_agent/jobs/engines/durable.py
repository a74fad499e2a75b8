"""Jobs as workflows of DBOS, in a schema of its own, as a role that reads nothing of the product.

A job is handed over in the transaction that enqueues it, as the workflow `<job>.<handed>`. The
row of the job stays the record: a workflow that the row does not know any more does nothing.
DBOS remembers the steps of a workflow and starts it again where its process died; who is dead,
and what is to be taken up by whom, is found out here, as DBOS alone would wait for that process.

Loading DBOS takes a fifth of a second, so it is loaded by the worker alone, and here only.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import psycopg
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer
from psycopg import sql
from sqlalchemy import make_url

from marketing_agent.jobs import carrying, repository, schedules
from marketing_agent.jobs.engines import living
from marketing_agent.jobs.kinds import SCHEDULES
from marketing_agent.jobs.memory import RowMemory
from marketing_agent.jobs.schemas import OPEN, JobContext, Json, Lane
from marketing_agent.jobs.tables import JobRow
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.postgres import libpq_url
from marketing_agent.kernel.rls import JOBS_ROLE
from marketing_agent.kernel.time import now

log = logging.getLogger(__name__)
_SCHEMA = "dbos"
# Pinned: any release carries a workflow on. The database's `hand_over` says it too.
_VERSION = "1"
_LOCK = 4_700_333_901
_ALIVE = ["ENQUEUED", "PENDING", "DELAYED"]
# Threads of each lane, and how soon it sees what is new.
_LANES: dict[Lane, tuple[int, float]] = {"work": (1, 0.5), "live": (3, 0.05), "outgoing": (2, 0.5)}
_NEVER = 1_000_000
_KEPT = timedelta(days=1)
_FORGOTTEN_AT_ONCE = 500
_ROUNDS_BETWEEN_LOOKS = 4


class DurableEngine:
    """DBOS in this process: one at a time, between `start` and `end`."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self.worker = living.name_of_this()
        self._carried: set[str] = set()
        self._rounds = 0

    def start(self) -> None:
        """Brings the schema up to date, says that it lives, and begins to take jobs."""
        _prepare(self._database)
        with self._database.system() as session:
            living.beat(session, self.worker, ())
            living.know_kinds(session)
            living.use(session, "dbos")
        DBOS(config=self._config())
        _log_with_the_rest()
        tick = self._register()
        DBOS.launch()
        for lane, (threads, seconds) in _LANES.items():
            DBOS.register_queue(
                f"jobs-{lane}",
                worker_concurrency=threads,
                polling_interval_sec=seconds,
                on_conflict="always_update",
            )
        DBOS.apply_schedules(
            [
                {"schedule_name": name, "workflow_fn": tick, "schedule": cron, "context": name}
                for name, cron in SCHEDULES.items()
            ]
        )
        schedules.make_up(self._database)

    def work(self, stop: threading.Event) -> None:
        """Beats, and takes care of what others left, until `stop`."""
        while not stop.is_set():
            try:
                self.look_round()
            except Exception:
                log.exception("the round of the worker failed")
            stop.wait(living.BEAT_SECONDS)

    def end(self) -> None:
        """Takes no more, lets what runs come to its end, and leaves."""
        wait = _NEVER if self._carried else 0
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=wait)
        with self._database.system() as session:
            living.leave(session, self.worker)

    def look_round(self) -> None:
        """One beat; what dead workers carried is begun again, what was never handed over is now."""
        with self._database.system() as session:
            living.beat(session, self.worker, tuple(self._carried))
            alive = living.alive(session)
        self._take_up(alive)
        if self._rounds % _ROUNDS_BETWEEN_LOOKS == 0:
            self._adopt()
            _forget()
        self._rounds += 1

    def know(self) -> None:
        """Writes handlers down that were registered since it began."""
        with self._database.system() as session:
            living.know_kinds(session)

    def _register(self) -> Callable[[Any, str], None]:
        """The two workflows there are: a job, and a moment of a schedule."""

        @DBOS.workflow(name="job", max_recovery_attempts=_NEVER)
        def job(job_id: str, handed: int) -> None:
            self._job(job_id, handed)

        @DBOS.workflow(name="tick")
        def tick(_at: datetime, name: str) -> None:
            schedules.tick(self._database, name)

        return tick

    def _config(self) -> DBOSConfig:
        return {
            "name": "marketing-agent",
            "system_database_url": _as_jobs_role(self._database.url),
            "dbos_system_schema": _SCHEMA,
            "application_version": _VERSION,
            "executor_id": self.worker,
            "serializer": DBOSPortableJSONSerializer(),
            "run_migrations": False,
            "sys_db_pool_size": 8,
            "log_level": "WARNING",
        }

    def _job(self, job_id: str, handed: int) -> None:
        """The workflow: one run of a job, if it is still the one that the row knows."""
        begun = self._begin(job_id, handed)
        if begun is None:
            return
        self._carried.add(job_id)
        try:
            carrying.carry(*begun)
        finally:
            self._carried.discard(job_id)

    def _begin(self, job_id: str, handed: int) -> tuple[str, JobContext, RowMemory] | None:
        with self._database.system() as session:
            row = repository.locked(session, job_id)
            if row is None or row.handed != handed or row.status not in OPEN:
                return None
            gone = row.holder == self.worker and job_id not in self._carried
            if _held(row) and not gone:
                # Whoever has it may only seem dead: again when its lease has run out.
                row.run_after = row.lease_until or now()
                repository.hand_over(session, row)
                return None
            if not carrying.begin(session, row, self.worker):
                return None
            return row.name, *carrying.context_of(self._database, self._settings, row, _remembered)

    def _take_up(self, alive: set[str]) -> None:
        """Has the workflows of dead workers begun again, by whoever is free."""
        lost: dict[str | None, list[str]] = defaultdict(list)
        for flow in DBOS.list_workflows(status="PENDING", load_input=False, load_output=False):
            if flow.executor_id not in alive:
                lost[flow.queue_name].append(flow.workflow_id)
        if not lost:
            return
        jobs = [flow.rpartition(".")[0] for flows in lost.values() for flow in flows]
        with self._database.system() as session:
            living.let_go(session, jobs, alive)
        for queue, flows in lost.items():
            log.warning("took up jobs of a dead worker", extra={"jobs": len(flows)})
            DBOS.resume_workflows(flows, queue_name=queue)

    def _adopt(self) -> None:
        """Hands over what no workflow stands for: of another engine, or of a restored backup."""
        after = ""
        while True:
            with self._database.system() as session:
                rows = living.waiting(session, after)
            if not rows:
                return
            ids = [f"{job}.{handed}" for job, handed in rows]
            flows = DBOS.list_workflows(
                workflow_ids=ids, status=_ALIVE, load_input=False, load_output=False
            )
            there = {flow.workflow_id for flow in flows}
            for job, handed in rows:
                if f"{job}.{handed}" not in there:
                    self._hand_over(job, handed)
            after = rows[-1][0]

    def _hand_over(self, job_id: str, handed: int) -> None:
        with self._database.system() as session:
            row = repository.locked(session, job_id)
            if row and row.handed == handed and row.status in OPEN and not _held(row):
                repository.hand_over(session, row)


def _held(row: JobRow) -> bool:
    """Whether somebody's lease on it lives."""
    lease = row.lease_until
    return row.status == "running" and lease is not None and lease > now()


def _forget() -> None:
    """Deletes what DBOS keeps of workflows that ended: the job's row says what became of it."""
    before = (now() - _KEPT).isoformat()
    ended = DBOS.list_workflows(
        status=["SUCCESS", "ERROR", "CANCELLED"],
        completed_before=before,
        load_input=False,
        load_output=False,
        limit=_FORGOTTEN_AT_ONCE,
    )
    if ended:
        DBOS.delete_workflows([flow.workflow_id for flow in ended])


def _remembered(name: str, act: Callable[[], Json]) -> Json:
    return DBOS.run_step({"name": name}, act)


def _as_jobs_role(url: str) -> str:
    """The same address, as the role that owns the engine's schema and nothing else."""
    made = make_url(url)
    before = made.query.get("options", ())
    given = (before,) if isinstance(before, str) else before
    options = " ".join((*given, f"-c role={JOBS_ROLE}"))
    return made.update_query_dict({"options": options}).render_as_string(hide_password=False)


def _prepare(database: Database) -> None:
    """The engine's schema, made or brought up to date; one process at a time.

    Until it is whole, jobs are rows that a worker hands over later.
    """
    url = libpq_url(database.url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        if _missing(connection):
            connection.execute("UPDATE job_engine SET name = 'queue'")
            make = sql.SQL("CREATE SCHEMA {} AUTHORIZATION {}")
            connection.execute(make.format(sql.Identifier(_SCHEMA), sql.Identifier(JOBS_ROLE)))
        DBOS.migrate(_as_jobs_role(database.url), schema=_SCHEMA)


def _missing(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT to_regnamespace(%s) IS NULL", [_SCHEMA]).fetchone()
    return bool(row and row[0])


def _log_with_the_rest() -> None:
    """Its log goes where the product's goes, in the same form."""
    its = logging.getLogger("dbos")
    its.handlers.clear()
    its.propagate = True
    its.setLevel(logging.WARNING)
