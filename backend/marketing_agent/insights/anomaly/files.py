"""Series in a folder: `GROUP/FILE.csv` with `timestamp,value`, or with `date,value` a day a row."""

import csv
import gzip
import io
import json
import math
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np

from marketing_agent.insights.anomaly.nab import Window
from marketing_agent.insights.anomaly.trailing import Floats
from marketing_agent.kernel.errors import Invalid

_LARGEST = 200_000_000
_GREATEST = 1e100  # far beyond any metric, and its square is still a number
_CLOCK_CHANGE = timedelta(hours=1)
_SHORTEST_DAY = timedelta(hours=23)
_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True)
class File:
    """One series as read. `name` is GROUP/FILE.csv; times are instants without a zone.

    `values` has NaN where a row has no number. `daily` says that each row is a day.
    """

    name: str
    times: tuple[datetime, ...]
    values: Floats
    daily: bool

    @property
    def group(self) -> str:
        """The folder it is in, `.` for none."""
        return str(Path(self.name).parent)

    @property
    def seconds(self) -> Floats:
        """The times as seconds."""
        return np.array([(time - _EPOCH).total_seconds() for time in self.times])

    @property
    def days(self) -> tuple[date, ...]:
        """The times as days."""
        return tuple(time.date() for time in self.times)

    @property
    def figures(self) -> tuple[Decimal | None, ...]:
        """The values, None where there is none."""
        return tuple(None if math.isnan(v) else Decimal(repr(v)) for v in self.values.tolist())


def read_folder(folder: Path) -> list[File]:
    """Every series of a folder, by name; raises Invalid with a sentence on what cannot be read."""
    root = folder / "data" if (folder / "data").is_dir() else folder
    found: dict[str, Path] = {}
    for path in sorted([*root.rglob("*.csv"), *root.rglob("*.csv.gz")]):
        name = path.relative_to(root).as_posix().removesuffix(".gz")
        if found.setdefault(name, path) != path:
            raise Invalid(f"{name} is there twice, plain and compressed. Keep one of them.")
    if not found:
        raise Invalid(f"No series in {folder}: GROUP/FILE.csv or .csv.gz is looked for.")
    return [_read(name, path) for name, path in sorted(found.items())]


def read_labels(path: Path, files: Sequence[File]) -> dict[str, tuple[Window, ...]]:
    """The windows of each series that the labels name, as rows; raises Invalid otherwise."""
    try:
        labels = json.loads(path.read_text("utf-8-sig"))
        pairs = {name: [(str(a), str(b)) for a, b in each] for name, each in labels.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise Invalid(f"{path.name} is no JSON of windows by file: {error}") from error
    by_name = {file.name: file for file in files}
    for name in pairs:
        if name not in by_name:
            raise Invalid(f"{path.name} names {name}, which is not in the folder.")
    return {name: _windows(by_name[name], each) for name, each in pairs.items()}


def _windows(file: File, pairs: list[tuple[str, str]]) -> tuple[Window, ...]:
    windows = sorted(_window(file, start, end) for start, end in pairs)
    for before, after in pairwise(windows):
        if after[0] <= before[1]:
            raise Invalid(f"Two windows of {file.name} overlap.")
    return tuple(windows)


def _window(file: File, start: str, end: str) -> Window:
    try:
        first, last = _time(start), _time(end)
    except ValueError as error:
        raise Invalid(f"A window of {file.name} has no time: {start} to {end}.") from error
    within = [row for row, time in enumerate(file.times) if first <= time <= last]
    if not within:
        raise Invalid(f"No row of {file.name} is within its window {start} to {end}.")
    return within[0], within[-1]


def _read(name: str, path: Path) -> File:
    rows = csv.reader(io.StringIO(_text(name, path)))
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        daily, time_at, value_at = _columns(name, header)
        cells = list(_cells(name, rows, time_at, value_at))
    except csv.Error as error:
        raise Invalid(f"{name} is no CSV: {error}.") from error
    times = tuple(time for time, _ in cells)
    daily = _by_day(times, header=daily)
    _check_order(name, times, daily=daily)
    return File(name, times, np.array([value for _, value in cells], dtype=np.float64), daily)


def _text(name: str, path: Path) -> str:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise Invalid(f"{name} is larger than {_LARGEST // 1_000_000} MB.")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(f"{name} is no text in UTF-8.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise Invalid(f"{name} cannot be read: {error}.") from error


def _columns(name: str, header: list[str]) -> tuple[bool, int, int]:
    """Whether rows are days, and the places of time and value."""
    for word, daily in (("timestamp", False), ("date", True)):
        if word in header and "value" in header:
            return daily, header.index(word), header.index("value")
    told = ",".join(header)[:80] or "nothing"
    raise Invalid(f"{name} begins with {told}, not with timestamp,value or date,value.")


def _cells(
    name: str, rows: Iterator[list[str]], time_at: int, value_at: int
) -> Iterator[tuple[datetime, float]]:
    for number, row in enumerate(rows, start=2):
        if not row:
            continue
        try:
            yield _time(row[time_at]), _number(row[value_at])
        except (ValueError, IndexError) as error:
            raise Invalid(f"{name}, line {number}: no time and number.") from error


def _time(text: str) -> datetime:
    """As the clock there showed it: days and hours of the day are what is compared."""
    return datetime.fromisoformat(text.strip()).replace(tzinfo=None)


def _number(text: str) -> float:
    """NaN for a cell without a number; raises ValueError for one that is not finite."""
    if text.strip().lower() in ("", "nan", "null", "none"):
        return math.nan
    value = float(text)
    if not abs(value) <= _GREATEST:
        raise ValueError(text)
    return value


def _by_day(times: Sequence[datetime], *, header: bool) -> bool:
    """Whether rows are days: told by how far apart they are, and by the header where none are."""
    apart = sorted(b - a for a, b in pairwise(times) if b > a)
    return apart[len(apart) // 2] >= _SHORTEST_DAY if apart else header


def _check_order(name: str, times: Sequence[datetime], *, daily: bool) -> None:
    """Days must rise. Instants may repeat, and go back as far as a clock that is set back."""
    for before, after in pairwise(times):
        if daily and after.date() <= before.date():
            raise Invalid(
                f"{name}: {after:%Y-%m-%d} comes after {before:%Y-%m-%d}; days must rise."
            )
        if before - after > _CLOCK_CHANGE:
            raise Invalid(f"{name}: {after} comes after {before}; times must not go back.")
