"""`python -m marketing_agent.worker [--parent PID]`."""

import argparse

from marketing_agent.worker.main import main

parser = argparse.ArgumentParser(prog="python -m marketing_agent.worker")
parser.add_argument("--parent", type=int, help="end when this process is gone")
main(parent=parser.parse_args().parent)
