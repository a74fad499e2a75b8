"""What the warehouse tells of the days of a page that costs are counted from; minor units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.sql import sql_file
from marketing_agent.metrics.windows import Window

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Day:
    """What was sold on a day: orders that stood, what they were charged, and net sales."""

    orders: int
    shipping: int
    charged: int
    net: int


@dataclass(frozen=True)
class Goods:
    """Units of an SKU sold on a day (of a month, where no day matters). `cost` is of a unit as
    the products export tells it; `net` is less discounts, where it was asked for."""

    day: date
    sku: str | None
    cost: int | None
    units: int
    gross: int
    net: int


@dataclass(frozen=True)
class Read:
    """The days of one window that orders reach over, and what was sold and paid on them."""

    days: Sequence[date]
    sold: dict[date, Day]
    goods: Sequence[Goods]
    fees: dict[date, int]
    """Of each day that the payments export reaches over, nought included."""

    @property
    def months(self) -> list[tuple[date, date]]:
        """First and last day of each month, as far as the days reach."""
        found = (list(days) for _, days in groupby(self.days, lambda day: day.replace(day=1)))
        return [(days[0], days[-1]) for days in found]


@dataclass(frozen=True)
class Reading:
    """Both windows, with the statements they were read by."""

    now: Read
    before: Read
    found: tuple[Found, ...]


def read(ground: Ground, *, by_day: bool, net: bool) -> Reading:
    """Reads both windows; goods day by day, and their net sales, only where a rule needs it."""
    sold_sql = sql_file(_HERE, "sold_net" if net else "sold")
    goods_sql = sql_file(_HERE, "goods").with_source("sold", sold_sql)
    goods = ground.run(goods_sql.with_word("grain", "day" if by_day else "month"))
    sold, fees = (ground.run(sql_file(_HERE, name)) for name in ("days", "fees"))
    windows = (("is_now", ground.window), ("is_before", ground.compared or ground.window))
    now, before = (
        Read(
            days=_reached(ground, window),
            sold={day: one for day, one in _sold(sold) if window.start <= day < window.end},
            goods=[_goods(row) for row in goods.dicts() if row[side]],
            fees=_fees(fees, window),
        )
        for side, window in windows
    )
    return Reading(now, before, (goods, sold, fees))


def _reached(ground: Ground, window: Window) -> list[date]:
    """The days of the window that orders reach over: others have no sales to set costs against."""
    orders = ground.table("orders")
    if orders is None:
        return []
    first = max(window.start, orders.first)
    return _days(first, min(window.range.last, orders.last + timedelta(days=orders.heard)))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _sold(found: Found) -> Iterable[tuple[date, Day]]:
    for row in found.rows:
        day, orders, shipping, charged, net = _cells(row)
        yield day, Day(int(orders), int(shipping), int(charged), int(net))


def _goods(row: dict[str, Any]) -> Goods:
    return Goods(
        day=row["day"],
        sku=row["sku"],
        cost=row["cost_minor"],
        units=int(row["units"] or 0),
        gross=int(row["gross_minor"] or 0),
        net=int(row["net_minor"] or 0),
    )


def _fees(found: Found, window: Window) -> dict[date, int]:
    rows = [_cells(row) for row in found.rows]
    if not rows or rows[0][0] is None:
        return {}
    first, last, *_ = rows[0]
    told = {day: 0 for day in _days(max(first, window.start), min(last, window.range.last))}
    paid = {day: int(fee) for _, _, day, fee in rows if day is not None}
    return told | {day: fee for day, fee in paid.items() if window.start <= day < window.end}


def _cells(row: tuple[object, ...]) -> tuple[Any, ...]:
    return row
