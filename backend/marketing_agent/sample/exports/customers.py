"""customers_export in its 2024 form."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marketing_agent.sample.headers import header
from marketing_agent.sample.money import fixed, sums
from marketing_agent.sample.store import Store
from marketing_agent.sample.writers import Folder

# Some addresses were typed with capitals: the same person must still be one customer.
_TYPED_WITH_CAPITALS = 9


def write_customers(store: Store, folder: Folder) -> None:
    folder.raw("customers/customers_export.csv", header("customers"), _rows(store))


def _rows(store: Store) -> Iterator[list[str]]:
    people, orders = store.customers, store.orders
    known = orders.customer >= 0
    owner = orders.customer[known]
    spent = sums(owner, (orders.total - store.reversals.amount)[known], len(people))
    number = np.bincount(owner, minlength=len(people))
    for customer in range(len(people)):
        first, last = people.person(customer)
        place = store.shop.places[int(people.place[customer])]
        phone = people.phone(customer)
        email = people.emails[customer]
        vip = number[customer] >= 5
        yield [
            f"'{people.export_id(customer)}",
            first,
            last,
            email.title() if customer % _TYPED_WITH_CAPITALS == 4 else email,
            _yes(bool(people.accepts_email[customer])),
            "",
            people.address(customer),
            "",
            place.city,
            place.province_code,
            place.country_code,
            f"'{place.zip}",
            f"'{phone}",
            f"'{phone}",
            _yes(bool(people.accepts_sms[customer])),
            fixed(int(spent[customer])),
            str(number[customer]),
            "",
            "no",
            "VIP, newsletter" if vip else "",
        ]


def _yes(value: bool) -> str:
    return "yes" if value else "no"
