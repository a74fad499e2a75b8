"""Figures with their bounds: each is printed as kept or missed, and one missed fails the run.

Other work on the machine only ever adds time, so what is compared comes from the quietest part of
a run: ratios from the middle of rounds in which both sides took turns, times from the best batch.
"""

import sys
import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles

_BATCHES = 5


class Figures:
    """The figures of one run."""

    def __init__(self) -> None:
        self._missed: list[str] = []

    def at_most(self, name: str, value: float, bound: float, unit: str = "") -> None:
        """A figure that must not be larger."""
        self._show(name, value, f"at most {bound:g}", unit, kept=value <= bound)

    def at_least(self, name: str, value: float, bound: float, unit: str = "") -> None:
        """A figure that must not be smaller."""
        self._show(name, value, f"at least {bound:g}", unit, kept=value >= bound)

    def close(self) -> None:
        """Ends the run, with failure when a figure was missed."""
        if self._missed:
            sys.exit(f"missed: {', '.join(self._missed)}")
        print("every figure is kept")

    def _show(self, name: str, value: float, bound: str, unit: str, *, kept: bool) -> None:
        print(f"{'kept  ' if kept else 'MISSED'} {name}: {value:.2f}{unit} ({bound})", flush=True)
        if not kept:
            self._missed.append(name)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def spread(times: Sequence[float]) -> str:
    """Middle and 95th percentile of seconds, in milliseconds."""
    return f"p50 {median(times) * 1000:.1f} ms, p95 {p95(times):.1f} ms"


def p95(times: Sequence[float]) -> float:
    """The 95th percentile of seconds, in milliseconds."""
    return quantiles(times, n=20)[-1] * 1000


def quiet_p95(times: Sequence[float]) -> float:
    """The 95th percentile of the quietest fifth of the run, in milliseconds."""
    size = len(times) // _BATCHES
    return min(p95(times[at * size : (at + 1) * size]) for at in range(_BATCHES))


def alone(measure: Callable[[Figures], None]) -> None:
    """Runs one part of the bench by itself."""
    figures = Figures()
    measure(figures)
    figures.close()
