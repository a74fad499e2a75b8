"""Orders with their lines: what was bought, at what price, discount, shipping and tax."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.demand import SOURCES, Cells, Plan
from marketing_agent.sample.money import allocate, share, sums, tax_inside
from marketing_agent.sample.people import Assignment, Customers, assign, draw_places, make_customers
from marketing_agent.sample.spec import Shop
from marketing_agent.sample.timeline import Timeline

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
NO_CODE, WELCOME, FIXED, LEAK, REPLACEMENT = -1, 0, 1, 2, 3
FIRST_PROMOTION = 4
_BUNDLE_FROM = 3
_HOURS = np.array(
    [2, 1, 1, 1, 1, 2, 4, 6, 8, 9, 10, 10, 11, 10, 9, 9, 9, 9, 10, 12, 13, 12, 8, 4], dtype=float
)


@dataclass(frozen=True)
class Lines:
    """One row for each order line, sorted by order. `line_discount` is set on the line itself,
    `code_share` is the line's part of the order's discount code, `tax` its part of the taxes."""

    order: Ints
    variant: Ints
    quantity: Ints
    price: Ints
    line_discount: Ints
    code_share: Ints
    tax: Ints

    @cached_property
    def gross(self) -> Ints:
        """Quantity times price: with tax inside in a tax-inclusive shop."""
        return self.quantity * self.price

    @cached_property
    def net(self) -> Ints:
        return self.gross - self.line_discount - self.code_share


@dataclass(frozen=True)
class Orders:
    """One row for each order in time order. Money is minor units; `epoch` is Unix seconds."""

    order_id: Ints
    epoch: Ints
    day: Ints
    cell: Ints
    source: Ints
    customer: Ints
    is_new: Bools
    place: Ints
    code: Ints
    express: Bools
    gross: Ints
    discount: Ints
    subtotal: Ints
    shipping: Ints
    tax_parts: tuple[Ints, Ints]
    tax: Ints
    total: Ints

    def __len__(self) -> int:
        return len(self.epoch)


@dataclass(frozen=True)
class Basket:
    lines: Lines
    orders: Orders
    customers: Customers


def make_orders(
    shop: Shop, timeline: Timeline, plan: Plan, cells: Cells, count: int, rng: np.random.Generator
) -> Basket:
    """Draws `count` orders over the cells and prices them."""
    drawn = rng.multinomial(count, cells.orders / cells.orders.sum())
    cell = np.repeat(np.arange(len(drawn)), drawn)
    epoch = _instants(timeline, cells, cell, rng)
    rank = np.argsort(epoch, kind="stable")
    cell, epoch = cell[rank], epoch[rank]
    who = assign(cells.source[cell], cells.channel[cell], count, rng)
    customers = make_customers(shop, who.count, rng)
    places = draw_places(shop, count, rng)
    place = (
        np.where(who.customer >= 0, customers.place[who.customer], places)
        if len(customers)
        else places
    )
    day = cells.day[cell]
    order, variant, quantity = _draw_lines(shop, timeline, plan, day, rng)
    price = _prices(shop, timeline, day[order], variant)
    code = _codes(plan, cells, cell, who, rng)
    drawn_orders = _Drawn(epoch, day, cell, place, order, variant, quantity, price, code)
    return _priced(shop, plan, cells, customers, who, drawn_orders, rng)


@dataclass(frozen=True)
class _Drawn:
    epoch: Ints
    day: Ints
    cell: Ints
    place: Ints
    order: Ints
    variant: Ints
    quantity: Ints
    price: Ints
    code: Ints


def _instants(timeline: Timeline, cells: Cells, cell: Ints, rng: np.random.Generator) -> Ints:
    """An instant inside each order's day; a day of 23 or 25 hours is filled evenly."""
    hour = rng.choice(24, size=len(cell), p=_HOURS / _HOURS.sum())
    part = (hour + rng.random(len(cell))) / 24.0
    start = timeline.midnights[cells.day[cell]]
    length = timeline.midnights[cells.day[cell] + 1] - start
    earliest = cells.earliest[cell]
    return (start + earliest + np.floor(part * (length - earliest))).astype(np.int64)


def _draw_lines(
    shop: Shop, timeline: Timeline, plan: Plan, day: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints]:
    count = len(day)
    per_order = np.minimum(rng.geometric(0.62, size=count), 6)
    order = np.repeat(np.arange(count), per_order)
    variant = np.empty(len(order), dtype=np.int64)
    bounds = np.searchsorted(day[order], np.arange(timeline.days + 1))
    weights = variant_weights(shop, timeline)
    for index in np.unique(day):
        low, high = bounds[index], bounds[index + 1]
        chance = weights[index] / weights[index].sum()
        variant[low:high] = rng.choice(len(chance), size=high - low, p=chance)
    quantity = rng.choice([1, 2, 3, 4, 6], size=len(order), p=[0.83, 0.11, 0.04, 0.015, 0.005])
    gifted = np.flatnonzero((plan.promotion_of[day] >= 0) & (rng.random(count) < 0.12))
    order = np.concatenate([order, gifted])
    variant = np.concatenate([variant, np.full(len(gifted), shop.gift)])
    quantity = np.concatenate([quantity, np.ones(len(gifted), dtype=np.int64)])
    return _merged(order, variant, quantity, len(shop.variants))


def _merged(order: Ints, variant: Ints, quantity: Ints, variants: int) -> tuple[Ints, Ints, Ints]:
    """A variant drawn twice in one order is one line with the quantities added."""
    keys, inverse = np.unique(order * variants + variant, return_inverse=True)
    return keys // variants, keys % variants, sums(inverse, quantity, len(keys))


def variant_weights(shop: Shop, timeline: Timeline) -> Floats:
    """Popularity by day and variant: nothing before its launch or while it is out of stock."""
    days = np.arange(timeline.days)
    weights = np.tile([v.weight for v in shop.variants], (timeline.days, 1))
    for index, variant in enumerate(shop.variants):
        if variant.launched is not None:
            age = days - timeline.before_end(variant.launched)
            weights[:, index] *= np.where(age < 0, 0.0, 1.0 + 2.5 * np.exp(-age / 12.0))
    for out in shop.stock_outs:
        first = timeline.before_end(out.starts)
        weights[first : first + out.days, out.variant] = 0.0
    return weights


def _prices(shop: Shop, timeline: Timeline, day: Ints, variant: Ints) -> Ints:
    """Every fifth product cost about 6 % less until a year before the last day."""
    now = np.array([v.price for v in shop.variants], dtype=np.int64)
    raised = np.array([v.product % 5 == 2 for v in shop.variants])
    before = np.where(raised, now * 94 // 100 // 50 * 50, now)
    return np.where(day < timeline.before_end(365), before[variant], now[variant])


def _codes(plan: Plan, cells: Cells, cell: Ints, who: Assignment, rng: np.random.Generator) -> Ints:
    day = cells.day[cell]
    draw = rng.random((4, len(cell)))
    code = np.full(len(cell), NO_CODE, dtype=np.int64)
    code[draw[0] < 0.03] = FIXED
    code[who.is_new & (draw[1] < 0.14)] = WELCOME
    on_sale = (plan.promotion_of[day] >= 0) & (draw[2] < 0.55)
    code[on_sale] = FIRST_PROMOTION + plan.promotion_of[day][on_sale]
    for anomaly in plan.anomalies:
        if anomaly.kind == "discount_leak":
            code[(day == anomaly.day) & (draw[2] < 0.70)] = LEAK
    code[(draw[3] < 0.003) & ~who.is_new & (cells.source[cell] == 0)] = REPLACEMENT
    return code


def _priced(
    shop: Shop,
    plan: Plan,
    cells: Cells,
    customers: Customers,
    who: Assignment,
    d: _Drawn,
    rng: np.random.Generator,
) -> Basket:
    count = len(d.epoch)
    line_gross = d.quantity * d.price
    bundle = shop.codes["bundle_percent"] * 100
    line_discount = np.where(d.quantity >= _BUNDLE_FROM, share(line_gross, bundle), 0)
    gross = sums(d.order, line_gross, count)
    open_amount = gross - sums(d.order, line_discount, count)
    by_code = _code_amount(shop, plan, d.code, open_amount)
    code_share = allocate(by_code, d.order, line_gross - line_discount)
    subtotal = open_amount - by_code
    source = cells.source[d.cell]
    shipping, express = _shipping(shop, source, d.code, subtotal, rng)
    taxes = _taxes(shop, d.place, subtotal, shipping)
    tax = taxes[0] + taxes[1]
    if shop.tax_inclusive:
        line_tax = _tax_in_prices(d.order, line_gross, gross, tax)
    else:
        line_tax = allocate(tax, d.order, line_gross - line_discount - code_share)
    lines = Lines(d.order, d.variant, d.quantity, d.price, line_discount, code_share, line_tax)
    on_top = 0 if shop.tax_inclusive else tax
    steps = rng.integers(20_000, 60_000, count)
    orders = Orders(
        order_id=int(shop.raw["first_order_id"]) + np.cumsum(steps),
        epoch=d.epoch,
        day=d.day,
        cell=d.cell,
        source=source,
        customer=who.customer,
        is_new=who.is_new,
        place=d.place,
        code=d.code,
        express=express,
        gross=gross,
        discount=gross - subtotal,
        subtotal=subtotal,
        shipping=shipping,
        tax_parts=taxes,
        tax=tax,
        total=subtotal + shipping + on_top,
    )
    return Basket(lines, orders, customers)


def _tax_in_prices(order: Ints, line_gross: Ints, gross: Ints, tax: Ints) -> Ints:
    """Tax taken out of each line's price: cut off at running totals, so lines sum to the order."""
    upto = np.cumsum(line_gross)
    first = np.searchsorted(order, order)
    upto = upto - upto[first] + line_gross[first]
    whole, without = gross[order], (gross - tax)[order]
    safe = np.maximum(whole, 1)
    cut = (upto * without + whole // 2) // safe
    before = ((upto - line_gross) * without + whole // 2) // safe
    return np.where(whole > 0, line_gross - (cut - before), 0)


def code_percents(shop: Shop, plan: Plan) -> list[int]:
    """Percent off of each code; 0 for the one that takes a fixed amount."""
    codes = shop.codes
    fixed = [codes["welcome"][1], 0, codes["leak"][1], 100]
    return [*fixed, *(window.percent for window in plan.windows)]


def _code_amount(shop: Shop, plan: Plan, code: Ints, amount: Ints) -> Ints:
    percents = np.array([*code_percents(shop, plan), 0], dtype=np.int64)
    off = share(amount, percents[code] * 100)
    fixed = np.minimum(int(shop.codes["fixed"][1]), amount)
    return np.where(code == FIXED, fixed, off)


def _shipping(
    shop: Shop, source: Ints, code: Ints, subtotal: Ints, rng: np.random.Generator
) -> tuple[Ints, Bools]:
    """Free from a threshold, at the till, on subscription and for replacements."""
    rates = shop.raw["shipping"]
    express = rng.random(len(source)) < 0.09
    free = (subtotal >= shop.raw["free_shipping_from"]) & ~express
    free |= (code == REPLACEMENT) | (source == SOURCES.index("pos"))
    free |= source == SOURCES.index("subscription_contract")
    paid = np.where(express, rates["express"], rates["standard"]).astype(np.int64)
    return np.where(free, 0, paid), express & ~free


def _taxes(shop: Shop, place: Ints, subtotal: Ints, shipping: Ints) -> tuple[Ints, Ints]:
    """Up to two taxes: on top of the goods, or inside goods and shipping."""
    rates = np.zeros((len(shop.places), 2), dtype=np.int64)
    for index, where in enumerate(shop.places):
        for position, (_name, basis_points) in enumerate(where.taxes):
            rates[index, position] = basis_points
    if shop.tax_inclusive:
        inside = tax_inside(subtotal + shipping, rates[place, 0])
        return inside, np.zeros_like(inside)
    return share(subtotal, rates[place, 0]), share(subtotal, rates[place, 1])
