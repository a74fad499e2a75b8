"""The one configuration, for every series whatever its grain: nothing is set for a file.

Evidence is the logarithm of a chance over that of 1e-10: 0 is certain, 1 is next to impossible.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Horizon:
    """The mean of `short` rows is held against mean and spread of the `long` rows before them."""

    short: int
    long: int


@dataclass(frozen=True)
class Finer:
    """Rows finer than a day. Widths are in rows, `days` in days."""

    days: int = 7  # the same time of day in so many days is what a row is held against
    rolling: int = 24  # and what its neighbours lately were
    relevel: int = 12
    spread: int = 200
    spread_step: int = 10  # the spread is measured anew every so many rows
    floor: float = 0.02  # of the level: the least spread that counts
    horizons: tuple[Horizon, ...] = (Horizon(2, 300), Horizon(5, 600))
    spread_of_surprise: float = 0.25
    warm_up: int = 100
    grain_rows: int = 50  # the first rows, which tell how far apart rows are
    silence: float = 0.05  # of the history so far
    alarm: float = 0.37  # evidence: a chance of one in 5,000


@dataclass(frozen=True)
class Daily:
    """Days. Widths are in days, thresholds in standard deviations of the days before."""

    linear: float = 0.3  # of the usual figure: below it figures count as they are, above as ratios
    weeks: int = 8  # the same weekday in so many weeks is what a day is held against
    least_weeks: int = 2
    relevel: int = 14
    relevel_least: int = 5  # days with a figure among them
    spread: int = 56
    far_part: float = 0.95  # so many of them are no farther off than
    far: float = 2.2  # standard deviations
    floor: float = 0.03
    warm_up: int = 28
    closed_weeks: int = 4
    slack: float = 0.75  # CUSUM: what a day may lie off without adding up
    clip: float = 3.0  # and the most that one day adds, so that one alone is no shift
    drift_days: int = 14
    drift_back: int = 28
    drift_usual: int = 140  # what four weeks usually move is told by so many days before them
    drift_least: float = 0.1  # a tenth more or less, whatever the spread
    silence: int = 7
    drift_silence: int = 28
    gaps: int = 3  # in the days of the spread: with more, one more gap is no news
    alarm: float = 0.3  # evidence: a chance of one in a thousand


FINER = Finer()
DAILY = Daily()
ALARM = 0.5  # the score from which on a row is an alarm, whatever the grain
