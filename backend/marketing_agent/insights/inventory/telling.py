"""What the page of stock says in sentences, and what it cannot show."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from marketing_agent.insights.inventory.columns import Row, number
from marketing_agent.insights.inventory.schemas import InventorySettings
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.schemas import Gap
from marketing_agent.kernel.money import from_minor
from marketing_agent.metrics import phrases


def days_of_sales(ground: Ground) -> int:
    """Over how many days the units sold are spread: the window, or what orders know of it."""
    window, orders = ground.window, ground.table("orders")
    first = max(window.start, orders.first) if orders else window.start
    return max((window.end - first).days, 1)


def sentences(ground: Ground, rows: Sequence[Row], settings: InventorySettings) -> list[str]:
    """What is out, what to order, what lies still."""
    if ground.table("orders") is None:
        return [_held(rows[0])]
    count = {str(row["status"]): row for row in rows if row["opens_status"]}
    told = [_held(rows[0]), _out(count), _low(count, settings)]
    told += [_still(ground, rows[0], count), _risk(ground, rows[0], settings)]
    return [each for each in told if each]


def _held(row: Row) -> str:
    units = number(row, "all_available")
    when = phrases.day_name(seen(row))
    if units is None:
        return f"{_many(row, 'members', 'variant')} in the stock of {when}, none of them counted."
    return f"{units:,.0f} units of {_many(row, 'members', 'variant')} were for sale on {when}."


def _out(count: dict[str, Row]) -> str | None:
    gone = [status for status in ("stock-out", "oversold") if status in count]
    words = {"stock-out": "out of stock", "oversold": "sold below nothing"}
    told = [f"{_many(count[each], 'status_members', 'variant')} {words[each]}" for each in gone]
    return f"Not to be had now: {' and '.join(told)}." if told else None


def _low(count: dict[str, Row], settings: InventorySettings) -> str | None:
    if "reorder" not in count:
        return None
    number_of = _many(count["reorder"], "status_members", "variant")
    has = "has" if count["reorder"]["status_members"] == 1 else "have"
    return (
        f"{number_of} {has} come down to the reorder point: what is left may not last the "
        f"{settings.lead_days} days that an order takes."
    )


def _still(ground: Ground, row: Row, count: dict[str, Row]) -> str | None:
    dead = number(row, "all_dead_minor")
    if "no movement" not in count or not dead:
        return None
    number_of = _many(count["no movement"], "status_members", "variant")
    return f"{number_of} sold nothing in these days and hold {money(ground, dead)} of stock."


def _risk(ground: Ground, row: Row, settings: InventorySettings) -> str | None:
    risk = number(row, "all_risk_minor")
    if not risk:
        return None
    return (
        f"Ordered today, what comes {settings.lead_days} days later would miss "
        f"{money(ground, risk)} of sales."
    )


def no_stock() -> Gap:
    return Gap(
        what="Stock",
        why="No stock levels are here; the quantity in a products export has no day.",
        add="Add Shopify's inventory export.",
    )


def gaps(ground: Ground, row: Row) -> list[Gap]:
    """What stays untold beside the tables."""
    found = [_no_sales(ground), _few_days(ground), _costs(row), _shared(row), _past()]
    return [each for each in found if each]


def _no_sales(ground: Ground) -> Gap | None:
    if ground.table("orders") is not None:
        return None
    return Gap(
        what="How long stock lasts",
        why="No orders are here, so nobody knows how fast it sells.",
        add="Add Shopify's orders export.",
    )


def _few_days(ground: Ground) -> Gap | None:
    days, whole = days_of_sales(ground), ground.window.range.days
    if ground.table("orders") is None or days >= whole:
        return None
    return Gap(
        what="Sales of the whole window",
        why=f"Orders begin {days:,} days before its end; units a day are of those days alone.",
        add="Add an older orders export.",
    )


def _costs(row: Row) -> Gap | None:
    uncosted = int(number(row, "uncosted") or 0)
    if not uncosted:
        return None
    return Gap(
        what="Stock at cost",
        why=f"{uncosted:,} variants in stock have no cost per item: they are no part of stock at "
        "cost, and their overstock and dead stock are worth their price.",
        add="Fill in Cost per item in Shopify and add its products export.",
    )


def _shared(row: Row) -> Gap | None:
    shared = int(number(row, "shared") or 0)
    if not shared:
        return None
    return Gap(
        what="Sales of some variants",
        why=f"{shared:,} variants have no SKU or share one, and order lines name the SKU alone: "
        "their sales cannot be told apart.",
        add="Give each variant an SKU of its own in Shopify.",
    )


def _past() -> Gap:
    return Gap(
        what="Days without stock in the past",
        why="An export tells the stock of one day. Days on which an item was sold out count as "
        "days without demand, so what was out for long sells faster than shown.",
    )


def notes(row: Row, settings: InventorySettings, days: int) -> list[str]:
    """By what the stock was judged."""
    return [
        f"Stock as exported on {phrases.day_name(seen(row))}; units a day as ordered in "
        f"{days:,} days.",
        f"Lead time {settings.lead_days} days, give or take {settings.lead_deviation_days:g}; "
        f"service level {settings.service_level * 100:g}%; more than {settings.overstock_days} "
        "days of stock is too much. All of it can be set.",
    ]


def seen(row: Row) -> date:
    """The day of the stock."""
    return cast(date, row["snapshot_date"])


def _many(row: Row, name: str, noun: str) -> str:
    count = int(number(row, name) or 0)
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def money(ground: Ground, minor: float) -> str:
    """An amount in minor units as people read it."""
    exact = from_minor(round(minor), ground.currency)
    return phrases.figure(float(exact), "money", ground.currency)
