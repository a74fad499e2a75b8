"""A worker to be killed: `python -m tests.jobs.mortal URL FOLDER`; says what it has come to."""

import sys
import threading
from pathlib import Path

from marketing_agent.jobs import service
from marketing_agent.jobs.engines.durable import DurableEngine
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database


@service.handler("test.mortal", lane="live")
def work(context: JobContext) -> None:
    context.step("first", lambda: "done by the dead")
    print("in the middle", flush=True)
    threading.Event().wait()


def main() -> None:
    url, folder = sys.argv[1:]
    engine = DurableEngine(Database(url, pool_size=4), Settings(data_dir=Path(folder)))
    engine.start()
    print("ready", flush=True)
    engine.work(threading.Event())


if __name__ == "__main__":
    main()
