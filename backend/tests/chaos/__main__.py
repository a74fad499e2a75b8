"""`python -m tests.chaos [--kills 200] [--seed 1] [--engine dbos|queue]`: prints what it found."""

import argparse
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.chaos.run import kill_again_and_again

parser = argparse.ArgumentParser(prog="python -m tests.chaos")
parser.add_argument("--kills", type=int, default=200)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--engine", choices=("dbos", "queue"), default="dbos")
asked = parser.parse_args()
with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
    found = kill_again_and_again(
        Path(folder), asked.kills, asked.seed, MARKETING_AGENT_JOBS=asked.engine
    )
for name, value in asdict(found).items():
    print(f"{name}: {value}")
wrong = found.wrong()
print("every promise held" if not wrong else "\n".join(wrong))
sys.exit(1 if wrong else 0)
