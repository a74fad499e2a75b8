"""Parts killed with signal 9 while runs go on: what is left of each promise, counted."""

import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.chaos.people import Follower, Office
from tests.chaos.world import VICTIMS, World

# Work that takes longer than a part lives is given up after three deaths: it may be what kills.
# Runs go on from their log, and are not.
_GIVEN_UP = "SELECT count(*) FROM jobs WHERE status = 'dead' AND name = 'agents.run'"


@dataclass(frozen=True)
class Found:
    """What a time of killing came to."""

    kills: dict[str, int]
    runs: int
    lost: list[str]
    not_completed: list[str]
    messages: int
    broken_streams: list[str]
    streams_resumed: int
    runs_given_up: int
    seconds: float

    def wrong(self) -> list[str]:
        """Sentences; none if every promise held."""
        checks = {
            f"runs lost: {self.lost}": bool(self.lost),
            f"runs not completed: {self.not_completed}": bool(self.not_completed),
            f"{self.messages} messages of {self.runs} runs": self.messages != self.runs,
            f"streams with a gap or a repetition: {self.broken_streams}": bool(self.broken_streams),
            f"{self.runs_given_up} runs were given up": self.runs_given_up > 0,
        }
        return [sentence for sentence, is_so in checks.items() if is_so]


def kill_again_and_again(
    root: Path, kills: int, seed: int, longest: float = 3.0, **environment: str
) -> Found:
    """Kills a part at random moments, with a run asked for before each, and looks at what is left.

    `longest`: seconds from when work goes on again to the next kill, at most.
    """
    started, dice = time.monotonic(), random.Random(seed)  # noqa: S311  (moments, not secrets)
    world = World(root, dice, **environment)
    try:
        office, killed = Office(world.url, world.key), Counter[str]()
        for number in range(kills):
            office.ask()
            world.wait_until_at_work()
            world.wait_a_moment(longest)
            victim = VICTIMS[number % len(VICTIMS)] if kills < 10 else dice.choice(VICTIMS)
            world.kill(victim)
            killed[victim] += 1
            print(f"{number + 1}/{kills} {victim}", flush=True)
        return _look(world, office, killed, started)
    finally:
        world.end()


def _look(world: World, office: Office, killed: Counter[str], started: float) -> Found:
    runs = office.wait_for_all()
    office.close()
    known = {run["id"] for run in runs}
    ended = zip(office.followers, runs, strict=True)
    return Found(
        kills=dict(killed),
        runs=len(runs),
        lost=[one.run_id for one in office.followers if one.run_id not in known],
        not_completed=[run["id"] for run in runs if run["status"] != "completed"],
        messages=world.number("SELECT count(*) FROM preview_inbox"),
        broken_streams=[one.run_id for one, run in ended if not _whole(one, run)],
        streams_resumed=sum(one.breaks > 1 for one in office.followers),
        runs_given_up=world.number(_GIVEN_UP),
        seconds=round(time.monotonic() - started),
    )


def _whole(follower: Follower, run: dict[str, Any]) -> bool:
    """Each event of the run once and in order."""
    return follower.seen == list(range(1, run["events_until"] + 1))
