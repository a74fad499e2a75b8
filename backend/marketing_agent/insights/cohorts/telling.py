"""What the page of cohorts says in sentences, and what it cannot show."""

from datetime import timedelta
from typing import Any

from marketing_agent.insights.cohorts.frame import Frame
from marketing_agent.insights.page.figures import change, ratio
from marketing_agent.insights.page.ground import Found
from marketing_agent.insights.page.schemas import Gap, Part
from marketing_agent.kernel.money import from_minor
from marketing_agent.metrics import phrases

_FEW = 30
"""Customers below which a member is not named as the best: chance would choose it."""
Row = dict[str, Any]


def sentences(frame: Frame, now: Row, before: Row, split: Part | None) -> list[str]:
    """How many began, how many came back, what they were worth, and who was worth most."""
    told = [_began(frame, now, before), _came_back(now, before)]
    ltv = _worth(frame, now, before)
    best = _best(frame, split) if split else None
    return [each for each in (*told, ltv, best) if each]


def _began(frame: Frame, now: Row, before: Row) -> str:
    window = frame.ground.window
    when = phrases.span(window.start, window.end - timedelta(days=1))
    moved = change(now["customers"], before.get("customers"))
    beside = "" if moved is None else f", {phrases.moved(moved)} on the days compared with"
    customers = _many(now["customers"], "customer")
    return f"{customers} placed a first order {when}{beside}."


def _came_back(now: Row, before: Row) -> str:
    share = now["repeated"] / now["customers"]
    told = f"{phrases.figure(share, 'percent', '')} of them have come back so far"
    old = ratio(before.get("repeated"), before.get("customers"))
    if old is None:
        return f"{told}."
    return f"{told}; of those before it was {phrases.figure(old, 'percent', '')} at the same age."


def _worth(frame: Frame, now: Row, before: Row) -> str | None:
    own, old = (ratio(each.get("net_90"), each.get("had_90")) for each in (now, before))
    if own is None:
        return None
    told = f"A customer was worth {_money(frame, own)} in the first 90 days"
    return f"{told}." if old is None else f"{told}, against {_money(frame, old)} before."


def _best(frame: Frame, split: Part) -> str | None:
    names = [each.name for each in split.columns]
    rows = [dict(zip(names, row, strict=True)) for row in split.rows]
    enough = [row for row in rows[1:] if row["customers"] >= _FEW and row["ltv_90"] is not None]  # type: ignore[operator]
    if len(enough) < 2:
        return None
    best = max(enough, key=lambda row: row["ltv_90"])  # type: ignore[arg-type,return-value]
    label = phrases.inside(split.columns[0].label)
    value = phrases.figure(float(str(best["ltv_90"])), "money", frame.ground.currency)
    return f"By {label}, {best['member']} brought those worth most: {value} in 90 days each."


def _money(frame: Frame, minor: float) -> str:
    amount = from_minor(round(minor), frame.ground.currency)
    return phrases.figure(float(amount), "money", frame.ground.currency)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def no_orders() -> Gap:
    return Gap(
        what="Cohorts",
        why="No orders are here yet, and a cohort begins with a first order.",
        add="Add Shopify's orders export.",
    )


def no_cohorts(frame: Frame, named: Found) -> Gap:
    """Why orders make no cohort in these days."""
    orders, with_customer, cancelled = (int(str(value or 0)) for value in named.rows[0])
    if not orders:
        why = "No order was placed in these days."
    elif not with_customer:
        why = "The orders of these days name no customer, so nobody can be seen to come back."
    elif cancelled == orders:
        why = "Every order of these days was cancelled."
    elif frame.orders.first >= frame.known_until:
        why = "The first orders are of today, and today is not over."
    else:
        why = "Nobody placed a first order in these days: those who ordered had ordered before."
    add = "Add an orders export that has the e-mail column." if not with_customer else None
    return Gap(what="Cohorts", why=why, add=add if orders else None)


def gaps(frame: Frame, named: Found, now: Row) -> list[Gap]:
    """What a page with cohorts still cannot show."""
    found = [_unnamed(named), _too_young(frame, now), _no_spend(frame)]
    return [each for each in found if each]


def _unnamed(named: Found) -> Gap | None:
    orders, with_customer = int(str(named.rows[0][0])), int(str(named.rows[0][1]))
    without = orders - with_customer
    if not without:
        return None
    why = f"{_many(without, 'order')} of {orders:,} in these days name no customer."
    return Gap(what="Orders without a customer", why=f"{why} They are in no cohort.")


def _too_young(frame: Frame, now: Row) -> Gap | None:
    age = next((age for age in (30, 60, 90, 180, 365) if not now[f"had_{age}"]), None)
    if age is None:
        return None
    last = phrases.day_name(frame.known_until - timedelta(days=1))
    why = f"The orders reach to {last}: no customer of these days has had {age} days yet."
    return Gap(what=f"LTV of {age} days and more", why=why)


def _no_spend(frame: Frame) -> Gap | None:
    if frame.ground.table("ad_spend") is not None:
        return None
    return Gap(
        what="CAC and payback",
        why="What new customers cost is not known: no ad spend is here.",
        add="Add an ad spend export of Meta Ads or Google Ads.",
    )


def notes(frame: Frame) -> list[str]:
    """What a reader should know about where the history begins and the window cuts."""
    first = frame.orders.first
    told = [
        f"The orders begin on {phrases.day_name(first)}: whoever ordered before that counts as "
        "new with the first order that is here."
    ]
    if frame.ground.compared and not frame.compares:
        told.append("They do not reach over the days compared with, so nothing is compared.")
    window, cohort = frame.ground.window, frame.first_cohort
    if cohort < window.start and window.start > first:
        told.append(
            f"The first cohort holds only those who came from {phrases.day_name(window.start)}, "
            f"within its {frame.step}."
        )
    return told


NO_COSTS = Gap(
    what="Gross margin",
    why="What the goods cost is not known for anything that these customers bought.",
    add="Add Shopify's products export with the cost per item.",
)


def covered(costs: Found) -> str:
    """How much of the sales the known costs cover."""
    rows = costs.dicts()
    whole, known = (
        sum(int(str(row[n] or 0)) for row in rows) for n in ("gross_minor", "covered_minor")
    )
    share = phrases.figure(known / whole if whole else 0, "percent", "")
    return (
        f"The cost of goods is known for {share} of the gross sales of these customers; the rest "
        "counts without a cost. Goods that came back still count as a cost."
    )
