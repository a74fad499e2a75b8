"""Behaviour reports: the conversion funnel, checkout rate, landing pages, devices."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marketing_agent.sample.money import fraction, sums
from marketing_agent.sample.spec import common
from marketing_agent.sample.store import Store
from marketing_agent.sample.traffic import landing_pages, visitors
from marketing_agent.sample.writers import Folder, Text


def write_behavior_reports(store: Store, folder: Folder) -> None:
    place = "behavior"
    folder.report(place, "Online store conversion over time", _conversion(store))
    folder.report(place, "Checkout conversion rate over time", _checkout(store))
    folder.report(place, "Sessions by landing page", _landing(store))
    folder.report(place, "Sessions by device type", _devices(store))


def _conversion(store: Store) -> Iterator[list[str]]:
    t = store.traffic
    for day, iso in enumerate(store.timeline.iso):
        counts = [int(c[day]) for c in (t.sessions, t.carts, t.checkouts, t.completed)]
        yield [Text(iso), *map(str, counts), fraction(counts[3], counts[0])]


def _checkout(store: Store) -> Iterator[list[str]]:
    week_of, weeks = store.timeline.week_of, store.timeline.week_iso
    reached = sums(week_of, store.traffic.checkouts, len(weeks))
    completed = sums(week_of, store.traffic.completed, len(weeks))
    for week, iso in enumerate(weeks):
        counts = int(reached[week]), int(completed[week])
        yield [Text(iso), *map(str, counts), fraction(counts[1], counts[0])]


def _landing(store: Store) -> Iterator[list[str]]:
    t = store.traffic
    sessions = t.by_page.sum(axis=0)
    people = visitors(sessions, store.rng(4))
    pages = landing_pages(store.shop)
    for row in np.argsort(-sessions, kind="stable"):
        kind, path, _weight = pages[int(row)]
        yield [
            Text(kind),
            Text(path),
            str(people[row]),
            str(sessions[row]),
            str(t.page_carts[row]),
            str(t.page_checkouts[row]),
        ]


def _devices(store: Store) -> Iterator[list[str]]:
    people = visitors(store.traffic.by_device, store.rng(5))
    for index, device in enumerate(common()["devices"]):
        for day, iso in enumerate(store.timeline.iso):
            yield [
                Text(device),
                Text(iso),
                str(people[day, index]),
                str(store.traffic.by_device[day, index]),
            ]
