"""`python -m marketing_agent.worker [--parent PID]`."""

import argparse
import sys

from marketing_agent.kernel.errors import AppError
from marketing_agent.worker.main import main

parser = argparse.ArgumentParser(prog="python -m marketing_agent.worker")
parser.add_argument("--parent", type=int, help="end when this process is gone")
try:
    main(parent=parser.parse_args().parent)
except AppError as error:
    sys.stderr.write(f"{error.message}\n")
    sys.exit(1)
