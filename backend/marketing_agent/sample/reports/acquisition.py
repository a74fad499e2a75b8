"""Acquisition reports: sessions over time, by referrer, by location, and a year-on-year export."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.demand import CHANNELS
from marketing_agent.sample.money import sums
from marketing_agent.sample.spec import common
from marketing_agent.sample.store import Store
from marketing_agent.sample.traffic import visitors
from marketing_agent.sample.writers import Folder, Text

Ints = NDArray[np.int64]
_YEAR = 12


def write_acquisition_reports(store: Store, folder: Folder) -> None:
    place = "acquisition"
    folder.report(place, "Sessions over time", _over_time(store))
    folder.report(place, "Sessions by referrer", _by_referrer(store))
    folder.report(place, "Sessions by location", _by_location(store))
    first = store.timeline.month_iso[-_YEAR]
    folder.report(
        place,
        "Sessions over time",
        _compared(store),
        (first, folder.period[1]),
        "sessions_over_time_compared",
    )


def _over_time(store: Store) -> Iterator[list[str]]:
    traffic = store.traffic
    for day, iso in enumerate(store.timeline.iso):
        yield [Text(iso), str(traffic.visitors[day]), str(traffic.sessions[day])]


def _weekly(store: Store, by_day: Ints, purpose: int) -> tuple[Ints, Ints]:
    """Sessions and visitors of each (week, member) from sessions by (day, member)."""
    week_of, weeks = store.timeline.week_of, len(store.timeline.week_iso)
    sessions = np.stack([sums(week_of, column, weeks) for column in by_day.T], axis=1)
    return sessions, visitors(sessions, store.rng(purpose))


def referrers() -> tuple[list[tuple[str, str]], Ints]:
    """Distinct (source, name) pairs, and the pair of each channel."""
    rows = [tuple(common()["channels"][key][3:5]) for key in CHANNELS]
    pairs = list(dict.fromkeys(rows))
    return pairs, np.array([pairs.index(row) for row in rows], dtype=np.int64)


def _by_referrer(store: Store) -> Iterator[list[str]]:
    pairs, of_channel = referrers()
    by_pair = np.zeros((store.timeline.days, len(pairs)), dtype=np.int64)
    for channel, pair in enumerate(of_channel):
        by_pair[:, pair] += store.traffic.by_channel[:, channel]
    sessions, people = _weekly(store, by_pair, 1)
    for week, iso in enumerate(store.timeline.week_iso):
        for pair in np.flatnonzero(sessions[week]):
            source, name = pairs[int(pair)]
            yield [
                Text(source),
                Text(name),
                Text(iso),
                str(people[week, pair]),
                str(sessions[week, pair]),
            ]


def _by_location(store: Store) -> Iterator[list[str]]:
    sessions, people = _weekly(store, store.traffic.by_place, 2)
    countries = store.shop.raw["countries"]
    for week, iso in enumerate(store.timeline.week_iso):
        for index in np.flatnonzero(sessions[week]):
            place = store.shop.places[int(index)]
            yield [
                Text(countries[place.country_code]),
                Text(place.province),
                Text(place.city),
                Text(iso),
                str(people[week, index]),
                str(sessions[week, index]),
            ]


def _compared(store: Store) -> Iterator[list[str]]:
    timeline = store.timeline
    months = timeline.month_iso
    rng = store.rng(3)
    for row in range(len(months) - _YEAR, len(months)):
        now = np.flatnonzero(timeline.month_of == row)
        # The unfinished last month is compared with the same days of the year before.
        before = np.flatnonzero(timeline.month_of == row - _YEAR)[: len(now)]
        sessions = [int(store.traffic.sessions[days].sum()) for days in (now, before)]
        people = [int(visitors(np.array([s]), rng)[0]) for s in sessions]
        yield [
            Text(months[row]),
            str(people[0]),
            str(sessions[0]),
            Text(months[row - _YEAR]),
            str(people[1]),
            str(sessions[1]),
            _change(people),
            _change(sessions),
        ]


def _change(pair: list[int]) -> str:
    now, before = pair
    return repr(100 * (now - before) / before) if before else ""
