"""`python -m marketing_agent.worker [--parent PID]`."""

import argparse
import sys

from marketing_agent.kernel import garbage
from marketing_agent.kernel.errors import AppError


def run() -> None:
    """Entry point: an AppError becomes one sentence and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m marketing_agent.worker")
    parser.add_argument("--parent", type=int, help="end when this process is gone")
    parent = parser.parse_args().parent
    garbage.collect_rarely()
    from marketing_agent.worker.main import main  # what takes long to load

    try:
        main(parent=parent)
    except AppError as error:
        sys.stderr.write(f"{error.message}\n")
        sys.exit(1)


run()
