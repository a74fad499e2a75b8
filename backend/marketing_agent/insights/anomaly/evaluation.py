"""Judges every series of a folder, offline, and scores that where labels are given."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from marketing_agent.insights.anomaly import finer, nab
from marketing_agent.insights.anomaly.calendar import laid_out
from marketing_agent.insights.anomaly.configuration import ALARM
from marketing_agent.insights.anomaly.files import File, read_folder, read_labels
from marketing_agent.insights.anomaly.judging import Walk
from marketing_agent.insights.anomaly.schemas import Daily
from marketing_agent.insights.anomaly.trailing import Floats
from marketing_agent.kernel.errors import Invalid

Row = dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """One series with the score of each of its rows."""

    file: File
    scores: Floats

    def rows(self) -> Iterator[Row]:
        """A prediction for each row, counted from 0."""
        for at, score in enumerate(self.scores.tolist()):
            yield {"file": self.file.name, "i": at, "score": score, "alarm": score >= ALARM}


def evaluate(folder: Path, labels: Path | None = None) -> tuple[Row, list[Judged]]:
    """The scores and what is said of each row; raises Invalid for what cannot be read.

    `threshold` is the one at which the labelled series score best, as the benchmark has it; what
    the product raises at its own is `at_alarm`. Series that no label names are in no score.
    """
    started = time.process_time()
    files = read_folder(folder)
    judged = [Judged(file, judge(file)) for file in files]
    spent = time.process_time() - started
    windows = read_labels(labels, files) if labels else {}
    return _scores(judged, windows) | {"cpu_s": round(spent, 3)}, judged


def judge(file: File) -> Floats:
    """A score for each row of a series; raises Invalid where its days cannot be."""
    if not file.daily:
        return finer.score(file.seconds, file.values)[0]
    try:
        return _days(file)
    except Invalid as error:
        raise Invalid(f"{file.name}: {error.message}") from error


def _days(file: File) -> Floats:
    """The first row after a gap bears the alarm about the days that have no row."""
    days = laid_out(Daily(dict(zip(file.days, file.figures, strict=True))), (), ())
    by_day = Walk(days).scores
    places = [(day - days.first).days for day in file.days]
    since = [0, *(place + 1 for place in places[:-1])]
    pairs = zip(since, places, strict=True)
    return np.array([by_day[start : end + 1].max() for start, end in pairs], dtype=np.float64)


def _scores(judged: Sequence[Judged], windows: Mapping[str, tuple[nab.Window, ...]]) -> Row:
    labelled = [one for one in judged if one.file.name in windows]
    best = nab.optimum(_series(labelled, windows))
    groups = sorted({one.file.group for one in judged})
    return {
        "score": _shown(best.score),
        "groups": {
            name: {"score": _shown(_at(labelled, windows, best.threshold, name))} for name in groups
        },
        "threshold": best.threshold if best.score is not None else None,
        "at_alarm": {"threshold": ALARM, "score": _shown(_at(labelled, windows, ALARM))},
        "files": len(judged),
        "labelled": len(labelled),
        "rows": sum(len(one.scores) for one in judged),
        "alarms": sum(int((one.scores >= ALARM).sum()) for one in judged),
    }


def _at(
    labelled: Sequence[Judged],
    windows: Mapping[str, tuple[nab.Window, ...]],
    threshold: float,
    group: str | None = None,
) -> float | None:
    chosen = [one for one in labelled if group in (None, one.file.group)]
    return nab.score_at(_series(chosen, windows), threshold)


def _series(
    judged: Sequence[Judged], windows: Mapping[str, tuple[nab.Window, ...]]
) -> list[nab.Series]:
    return [nab.Series(one.scores, windows[one.file.name]) for one in judged]


def _shown(score: float | None) -> float | None:
    return None if score is None else round(score, 2)
