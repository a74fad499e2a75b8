"""A process that has loaded everything and forks a worker at each line it reads.

Killing a worker with signal 9 then costs no more than starting it. `DATABASE_URL FOLDER` are its
arguments; each line names how long a tool takes, in seconds, and is answered by the worker's pid.
"""

import os
import sys
import threading
import time
from pathlib import Path

import marketing_agent.agents.automations.jobs
import marketing_agent.agents.runs.jobs  # noqa: F401
from marketing_agent.agents.planner.brain import ModelBrain
from marketing_agent.agents.runs.execution.held import House
from marketing_agent.agents.runs.house import furnish, reader
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.warehouse.service import open_warehouse
from marketing_agent.worker.main import work
from tests.agents.toolbox import ApprovedEffects


def _worker(url: str, folder: str, seconds: float) -> None:
    settings = Settings(data_dir=Path(folder))
    database = Database(url, pool_size=4)
    tools = ApprovedEffects(before=lambda _name: time.sleep(seconds))
    warehouse = open_warehouse(settings)
    furnish(database, House(database, tools, ModelBrain(settings), reader(warehouse)))
    work(database, settings, threading.Event())


def main() -> None:
    url, folder = sys.argv[1:]
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _worker(url, folder, float(line))
        print(pid, flush=True)


if __name__ == "__main__":
    main()
