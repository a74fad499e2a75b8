"""An import in a process of its own, to be measured or killed.

`python -m tests.ingestion.runner` reads {url, data_dir, workspace, paths, stop_at} as JSON on
standard input, imports path after path, prints each progress message as a line, and at the end JSON
with each outcome and the process's peak memory so far. At a message that holds `stop_at` it stands
still, until it is killed.
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path

from marketing_agent.ingestion import service
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import AppError


def _say(message: str) -> None:
    print(message, flush=True)


def main() -> None:
    """Runs the imports asked for."""
    asked = json.load(sys.stdin)
    database = Database(asked["url"], pool_size=4)
    settings = Settings(data_dir=Path(asked["data_dir"]))
    stop_at = asked["stop_at"]

    def progress(message: str) -> None:
        _say(message)
        if stop_at and stop_at in message:
            os.kill(os.getpid(), signal.SIGSTOP)

    outcomes = []
    for path in asked["paths"]:
        try:
            result = service.import_path(
                database, settings, asked["workspace"], Path(path), progress=progress
            )
            reason = next((file.reason for file in result.files if file.reason), "")
            status = result.status
        except AppError as error:
            status, reason = "refused", error.message
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        outcomes.append({"status": status, "reason": reason, "peak_bytes": peak})
    _say(json.dumps(outcomes))


if __name__ == "__main__":
    main()
