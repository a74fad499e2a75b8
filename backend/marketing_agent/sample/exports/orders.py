"""orders_export: 79 columns, one row a line, order fields on the first row of an order only."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marketing_agent.sample.demand import SOURCES
from marketing_agent.sample.exports.codes import code_text
from marketing_agent.sample.headers import header
from marketing_agent.sample.money import fixed
from marketing_agent.sample.orders import NO_CODE, REPLACEMENT
from marketing_agent.sample.people import GUEST
from marketing_agent.sample.reversals import CANCEL, NONE
from marketing_agent.sample.store import Store
from marketing_agent.sample.writers import Folder, plain

ORDERS = header("orders")
_AT = {name: index for index, name in enumerate(ORDERS)}
_CHUNK = 20_000
_STAFF_ORDER = 40


def write_orders(store: Store, folder: Folder) -> None:
    """Newest order first, as the admin exports them. Written in chunks: memory stays bounded."""
    rows = OrderRows(store)
    lines = (line for order in _newest_first(store) for line in rows.order(order))
    folder.encoded("sales/orders_export_1.csv", ",".join(ORDERS), lines, len(store.lines.order))


def _newest_first(store: Store) -> range:
    return range(len(store.orders) - 1, -1, -1)


def order_name(store: Store, order: int) -> str:
    raw = store.shop.raw
    return f"{raw['order_prefix']}{raw['first_order_number'] + order}"


def financial_status(store: Store, order: int) -> str:
    r = store.reversals
    if r.voided[order]:
        return "voided"
    if r.pending[order]:
        return "pending"
    if r.kind[order] == NONE:
        return "paid"
    whole = r.amount[order] == store.orders.total[order]
    return "refunded" if whole else "partially_refunded"


def gateway(store: Store, order: int) -> str:
    """Payment method of an order; a customer keeps to one."""
    raw = store.shop.raw
    if store.orders.source[order] == SOURCES.index("pos"):
        return str(raw["pos_gateway"])
    if not store.orders.total[order]:
        return "manual"
    names = raw["gateways"]
    return str(names[(int(store.orders.customer[order]) * 7 + 3) % 10 // 4 % len(names)])


class OrderRows:
    """Renders the CSV lines of one order at a time, with time stamps prepared chunk by chunk."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.starts = np.searchsorted(store.lines.order, np.arange(len(store.orders) + 1))
        self.names = [plain(v.line_name) for v in store.shop.variants]
        self.vendors = [plain(v.vendor) for v in store.shop.variants]
        self.compare = [fixed(v.compare_at) if v.compare_at else "" for v in store.shop.variants]
        self._chunk = -1
        self._stamps: dict[str, list[str]] = {}

    def order(self, order: int) -> Iterator[str]:
        name = order_name(self.store, order)
        email = self._email(order)
        created = self._stamp("created", order)
        first = int(self.starts[order])
        cells = [""] * len(ORDERS)
        self._head(cells, order)
        for line in range(first, int(self.starts[order + 1])):
            if line > first:
                cells = [""] * len(ORDERS)
            cells[0], cells[1], cells[_AT["Created at"]] = name, email, created
            self._line(cells, order, line)
            yield ",".join(cells)

    def _email(self, order: int) -> str:
        customer = int(self.store.orders.customer[order])
        return "" if customer == GUEST else self.store.customers.emails[customer]

    def _stamp(self, what: str, order: int) -> str:
        chunk = order // _CHUNK
        if chunk != self._chunk:
            self._chunk = chunk
            self._stamps = self._prepare(slice(chunk * _CHUNK, (chunk + 1) * _CHUNK))
        return self._stamps[what][order % _CHUNK]

    def _prepare(self, part: slice) -> dict[str, list[str]]:
        s = self.store
        created = s.orders.epoch[part]
        unpaid = s.reversals.pending[part] | s.reversals.voided[part]
        cancelled = np.where(s.reversals.kind[part] == CANCEL, s.reversals.epoch[part], 0)
        return {
            "created": s.timeline.stamps(created),
            "paid": s.timeline.stamps(np.where(unpaid, 0, created + 1)),
            "fulfilled": s.timeline.stamps(s.reversals.fulfilled[part]),
            "cancelled": s.timeline.stamps(cancelled),
        }

    def _line(self, cells: list[str], order: int, line: int) -> None:
        lines, variants = self.store.lines, self.store.shop.variants
        variant = int(lines.variant[line])
        at = _AT["Lineitem quantity"]
        cells[at] = str(lines.quantity[line])
        cells[at + 1] = self.names[variant]
        cells[at + 2] = fixed(int(lines.price[line]))
        cells[at + 3] = self.compare[variant]
        cells[at + 4] = variants[variant].sku
        cells[at + 5] = cells[at + 6] = "true"
        cells[at + 7] = "fulfilled" if self.store.reversals.fulfilled[order] else "pending"
        cells[_AT["Vendor"]] = self.vendors[variant]
        cells[_AT["Lineitem discount"]] = fixed(int(lines.line_discount[line]))

    def _head(self, cells: list[str], order: int) -> None:
        self._status(cells, order)
        self._money(cells, order)
        self._source(cells, order)
        self._taxes(cells, order)
        if self.store.orders.source[order] != SOURCES.index("pos"):
            self._addresses(cells, order)

    def _status(self, cells: list[str], order: int) -> None:
        s = self.store
        done = s.reversals.fulfilled[order] > 0
        customer = int(s.orders.customer[order])
        agreed = customer != GUEST and bool(s.customers.accepts_email[customer])
        cells[2] = financial_status(s, order)
        cells[3] = self._stamp("paid", order)
        cells[4] = "fulfilled" if done else "unfulfilled"
        cells[5] = self._stamp("fulfilled", order)
        cells[6] = "yes" if agreed else "no"
        cells[_AT["Cancelled at"]] = self._stamp("cancelled", order)

    def _money(self, cells: list[str], order: int) -> None:
        o, r = self.store.orders, self.store.reversals
        cells[7] = self.store.shop.currency
        cells[8] = fixed(int(o.subtotal[order]))
        cells[9] = fixed(int(o.shipping[order]))
        cells[10] = fixed(int(o.tax[order]))
        cells[11] = fixed(int(o.total[order]))
        code = int(o.code[order])
        cells[12] = '""' if code == NO_CODE else plain(code_text(self.store, code, order))
        cells[13] = fixed(int(o.discount[order]))
        cells[_AT["Refunded Amount"]] = fixed(int(r.refunded[order]))
        owed = int(o.total[order]) if r.pending[order] else 0
        cells[_AT["Outstanding Balance"]] = fixed(owed)

    def _source(self, cells: list[str], order: int) -> None:
        o, raw = self.store.orders, self.store.shop.raw
        source = SOURCES[int(o.source[order])]
        cells[14] = '""'
        if o.source[order] != SOURCES.index("pos"):
            cells[14] = raw["shipping_methods"][int(o.express[order])]
        cells[_AT["Payment Method"]] = gateway(self.store, order)
        reference = f"r{int(o.order_id[order])}"
        cells[_AT["Payment Reference"]] = cells[_AT["Payment ID"]] = reference
        cells[_AT["Payment References"]] = reference
        cells[_AT["Id"]] = str(o.order_id[order])
        cells[_AT["Risk Level"]] = "Low"
        cells[_AT["Source"]] = source
        cells[_AT["Tags"]] = self._tags(order, source)
        if source == "pos":
            cells[_AT["Location"]] = plain(raw["pos_location"])
            cells[_AT["Employee"]] = raw["pos_staff"]
            cells[_AT["Device ID"]] = "1"
            cells[_AT["Receipt Number"]] = f"1-{1000 + order}"
        elif source == "web" and order % _STAFF_ORDER == 7:
            cells[_AT["Notes"]] = '"Please leave at the door, thank you"'
            cells[_AT["Note Attributes"]] = '"gift: yes\nwrap: kraft paper"'

    def _tags(self, order: int, source: str) -> str:
        if source == "subscription_contract":
            return '"Subscription, Recurring"'
        return "replacement" if self.store.orders.code[order] == REPLACEMENT else ""

    def _taxes(self, cells: list[str], order: int) -> None:
        place = self.store.shop.places[int(self.store.orders.place[order])]
        at = _AT["Tax 1 Name"]
        for position, (name, basis_points) in enumerate(place.taxes):
            amount = int(self.store.orders.tax_parts[position][order])
            if amount:
                cells[at + 2 * position] = f"{name} {basis_points / 100:g}%"
                cells[at + 2 * position + 1] = fixed(amount)

    def _addresses(self, cells: list[str], order: int) -> None:
        address = self._address(order)
        billing, shipping = _AT["Billing Name"], _AT["Shipping Name"]
        cells[billing : billing + 10] = address
        cells[shipping : shipping + 10] = address
        place = self.store.shop.places[int(self.store.orders.place[order])]
        cells[_AT["Billing Province Name"]] = place.province
        cells[_AT["Shipping Province Name"]] = place.province

    def _address(self, order: int) -> list[str]:
        """Name, Street, Address1, Address2, Company, City, Zip, Province, Country, Phone."""
        place = self.store.shop.places[int(self.store.orders.place[order])]
        customer = int(self.store.orders.customer[order])
        people = self.store.customers
        if customer == GUEST:
            name, street, phone = "Guest Shopper", "1 Chapel Hill", ""
        else:
            name, street = people.name(customer), people.address(customer)
            phone = people.phone(customer)
        return [
            name,
            street,
            street,
            "",
            "",
            place.city,
            f"'{place.zip}",
            place.province_code,
            place.country_code,
            phone,
        ]
