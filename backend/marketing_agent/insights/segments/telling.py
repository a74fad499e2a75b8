"""What the page of segments says in sentences, and what it cannot show."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.schemas import Gap
from marketing_agent.insights.segments.named import LABELS
from marketing_agent.kernel.money import from_minor
from marketing_agent.metrics import phrases

Row = Mapping[str, object]
Groups = Mapping[str, Row]
_FADING = ("AT_RISK", "PREVIOUSLY_LOYAL")


def sentences(ground: Ground, groups: Groups) -> list[str]:
    """What the best bring, and who used to be good and stays away."""
    told = [_best(groups), _fading(ground, groups), _waiting(groups)]
    return [each for each in told if each]


def _best(groups: Groups) -> str | None:
    own = groups.get("CHAMPIONS")
    buyers = [row for name, row in groups.items() if name != "PROSPECTS"]
    spent = sum(_count(row, "spent_minor") for row in buyers)
    if own is None or spent <= 0:
        return None
    people = _percent(_count(own, "customers"), sum(_count(row, "customers") for row in buyers))
    money = _percent(_count(own, "spent_minor"), spent)
    many = f"{_count(own, 'customers'):,} champions"
    return f"{many}, {people} of those who have ordered, spent {money} of what all have spent."


def _fading(ground: Ground, groups: Groups) -> str | None:
    own = [groups[name] for name in _FADING if name in groups]
    customers = sum(_count(row, "customers") for row in own)
    if not customers:
        return None
    spent = from_minor(sum(_count(row, "spent_minor") for row in own), ground.currency)
    days = sum(_count(row, "days_since") for row in own) / customers
    money = phrases.figure(float(spent), "money", ground.currency)
    return (
        f"{customers:,} who bought often or much stay away (at risk, previously loyal): they spent "
        f"{money} and last ordered {days:,.0f} days ago on average."
    )


def _waiting(groups: Groups) -> str | None:
    own = groups.get("PROSPECTS")
    if own is None:
        return None
    customers = _count(own, "customers")
    who = "person is known and has" if customers == 1 else "people are known and have"
    return f"{customers:,} {who} not ordered yet."


def moved(rows: Sequence[Row]) -> list[str]:
    """The largest step from one group to another."""
    steps = [row for row in rows if row["from"] not in (row["to"], "No order yet")]
    if not steps:
        return []
    most = max(steps, key=lambda row: _count(row, "customers"))
    changed = sum(_count(row, "customers") for row in steps)
    return [
        f"{changed:,} customers changed groups; most of them, {_count(most, 'customers'):,}, went "
        f"from {phrases.inside(str(most['from']))} to {phrases.inside(str(most['to']))}."
    ]


def no_orders() -> Gap:
    return Gap(
        what="Segments",
        why="No orders are here, and groups are made of what customers ordered.",
        add="Add Shopify's orders export.",
    )


def too_few(known: int) -> Gap:
    if not known:
        return Gap(
            what="Segments",
            why="The orders until then name no customer, or all of them were cancelled.",
            add="Add an orders export that has the e-mail column.",
        )
    one = "customer has" if known == 1 else "customers have"
    return Gap(
        what="Segments",
        why=f"{known:,} {one} ordered until then; fifths of fifths say something from 25 on.",
    )


def gaps(groups: Groups) -> list[Gap]:
    """What stays untold beside the groups."""
    add = "Add Shopify's customers export."
    found = []
    if not any(_count(row, "consent_known") for row in groups.values()):
        why = "No file says who accepts e-mail."
        found.append(Gap(what="Consent to e-mail", why=why, add=add))
    if "PROSPECTS" not in groups:
        why = "Nobody without an order is known."
        found.append(Gap(what=LABELS["PROSPECTS"], why=why, add=add))
    return found


def note(ground: Ground) -> str:
    last = phrases.day_name(ground.window.end - timedelta(days=1))
    return (
        f"As it stood at the end of {last}; refunds count with their order, also those that came "
        "later. Ends of months tell no prospects: nobody knows since when they are known."
    )


def _percent(part: int, whole: int) -> str:
    return phrases.figure(part / whole, "percent", "")


def _count(row: Row, name: str) -> int:
    return int(float(str(row[name] or 0)))
