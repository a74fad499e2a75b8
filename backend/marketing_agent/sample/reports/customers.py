"""Customer reports: new against returning, and monthly cohorts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.money import bare, fraction, sums
from marketing_agent.sample.store import Store
from marketing_agent.sample.writers import Folder, Text

Ints = NDArray[np.int64]


def write_customer_reports(store: Store, folder: Folder) -> None:
    folder.report("customers", "New vs returning customer sales", _new_or_returning(store))
    folder.report("customers", "Customer cohort analysis", _cohorts(store))


def _new_or_returning(store: Store) -> Iterator[list[str]]:
    """Orders without a customer are in neither group, so the sum is below the daily report's."""
    orders, months = store.orders, store.timeline.month_iso
    month = store.timeline.month_of[orders.day]
    events = store.ledger.events
    event_month = store.timeline.month_of[events.day]
    known = orders.customer >= 0
    for name, member in (("New", orders.is_new), ("Returning", known & ~orders.is_new)):
        pairs = np.unique(np.stack([month[member], orders.customer[member]]), axis=1)
        customers = np.bincount(pairs[0], minlength=len(months))
        number = np.bincount(month[member], minlength=len(months))
        mine = member[events.order]
        total = sums(event_month[mine], events.total[mine], len(months))
        for row, iso in enumerate(months):
            yield [
                Text(name),
                Text(iso),
                str(customers[row]),
                str(number[row]),
                bare(int(total[row])),
            ]


def cohort_table(store: Store) -> tuple[Ints, Ints]:
    """Active customers by (first month, months since) and the size of each cohort."""
    orders, months = store.orders, len(store.timeline.month_iso)
    month = store.timeline.month_of[orders.day]
    first = np.zeros(len(store.customers), dtype=np.int64)
    first[orders.customer[orders.is_new]] = month[orders.is_new]
    known = orders.customer >= 0
    pairs = np.unique(np.stack([orders.customer[known], month[known]]), axis=1)
    table = np.zeros((months, months), dtype=np.int64)
    np.add.at(table, (first[pairs[0]], pairs[1] - first[pairs[0]]), 1)
    return table, np.bincount(first, minlength=months).astype(np.int64)


def _cohorts(store: Store) -> Iterator[list[str]]:
    table, sizes = cohort_table(store)
    months = store.timeline.month_iso
    for cohort, iso in enumerate(months):
        for since in range(len(months) - cohort):
            active, size = int(table[cohort, since]), int(sizes[cohort])
            yield [Text(iso), str(since), str(active), fraction(active, size), str(size)]
