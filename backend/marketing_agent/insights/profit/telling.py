"""What the page of profit says in sentences, and what it cannot show."""

from collections.abc import Iterator

from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.schemas import Gap
from marketing_agent.insights.profit.costs import Costs
from marketing_agent.insights.profit.lacking import Lacking, days_without_ads, days_without_fees
from marketing_agent.insights.profit.statement import EVERY_STORE, LABELS, left
from marketing_agent.kernel.money import from_minor
from marketing_agent.metrics import phrases

_ADD = {
    "goods": "Add Shopify's products export with the cost per item, or set costs by hand.",
    "fees": "Add the payment transactions export of Shopify Payments, or set fees by hand.",
    "ads": "Add an ad spend export of Meta Ads or Google Ads.",
}
_SET = "Set them by hand, or say there that there are none."
_WHERE = "/settings/costs/"


def gaps(ground: Ground, costs: Costs) -> Iterator[Gap]:
    """What is not known, and where it can be told."""
    if costs.net.now is None:
        yield Gap(what="Net sales", why="No sales are told for these days.")
    for name, add in _ADD.items():
        if name in _missing(costs):
            why = "No file here tells it for these days."
            yield Gap(what=LABELS[name], why=why, add=add)
    yield from _goods_of_some(costs)
    yield from _fee_days(costs)
    yield from _ad_days(ground, costs)
    if not costs.is_whole["now"]:
        yield Gap(what="Net profit", why=_why_no_profit(costs), add=_SET, at=_WHERE)
    elif unset := [name for name in ("shipping", "fixed") if name in _missing(costs)]:
        what = ", ".join(LABELS[name] for name in unset)
        yield Gap(what=what, why="None are set for these days.", add=_SET, at=_WHERE)


def _why_no_profit(costs: Costs) -> str:
    if costs.said.rules:
        return "No shipping, handling, fees, taxes or other spend is set for these days."
    return "Shipping, handling and other costs are in no export, and none are set."


def _fee_days(costs: Costs) -> Iterator[Gap]:
    """Days of sales without a payments export and without a rule, where others have one."""
    now, bare = costs.reading.now, days_without_fees(costs, "now")
    if bare and costs.line("fees").now is not None and not costs.said.no_other_costs:
        why = f"Nothing tells them on {len(bare)} of {len(now.days)} days of sales."
        yield Gap(what="Payment fees of some days", why=why, add=_ADD["fees"])


def _ad_days(ground: Ground, costs: Costs) -> Iterator[Gap]:
    """Days of sales that an ad spend export does not reach over, where it does over others."""
    bare, days = days_without_ads(ground, costs, "now"), costs.reading.now.days
    if bare and costs.line("ads").now is not None and not costs.said.no_other_costs:
        why = f"No export reaches over {len(bare)} of {len(days)} days of sales."
        yield Gap(what="Ad spend of some days", why=why, add=_ADD["ads"])


def _goods_of_some(costs: Costs) -> Iterator[Gap]:
    covered = costs.covered["now"]
    if covered is not None and covered < 1:
        known = phrases.figure(covered, "percent", "")
        why = f"It is known for {known} of gross sales."
        yield Gap(what="Cost of goods of some sales", why=why, add=_ADD["goods"])


def _missing(costs: Costs) -> list[str]:
    """Lines of every store that nothing tells; none where its owner says that they are nought."""
    unknown = [name for name in EVERY_STORE if costs.line(name).now is None]
    return [name for name in unknown if name == "goods" or not costs.said.no_other_costs]


def sentences(ground: Ground, costs: Costs, lacking: Lacking) -> Iterator[str]:
    """What is left, of what it is a share, and how far it is known."""
    when = phrases.span(ground.window.start, ground.window.range.last)
    now = left(costs, "now")
    if now.gross is None:
        sales = money(ground, now.net)
        yield f"Net sales came to {sales} {when}; what the goods cost is not known."
        return
    gross, rest, profit = (
        f"{lacking.at_most(name)}{money(ground, amount)}"
        for name, amount in (
            ("gross_profit", now.gross), ("contribution", now.contribution),
            ("net_profit", now.profit),
        )
    )  # fmt: skip
    yield f"Gross profit was {gross} {when}{_of(now.gross, now.net)}."
    if now.profit is None:
        yield f"After what is known of other costs, {rest} is left."
    else:
        yield f"Contribution was {rest}, and net profit {profit}{_of(now.profit, now.net)}."
    yield from _by_hand(costs)


def _of(amount: int | None, net: int | None) -> str:
    share = ratio(amount, net)
    return f", {phrases.figure(share, 'percent', '')} of net sales" if share is not None else ""


def _by_hand(costs: Costs) -> Iterator[str]:
    """How much of the costs somebody typed, and how much files tell."""
    lines = costs.lines.values()
    by_hand = sum(abs(line.by_hand) for line in lines)
    whole = sum(abs((line.now or 0) - line.by_hand) + abs(line.by_hand) for line in lines)
    if by_hand and whole:
        share = phrases.figure(by_hand / whole, "percent", "")
        yield f"Of these costs {share} are set by hand; files tell the rest."
    if costs.by_percent:
        share = phrases.figure(costs.by_percent, "percent", "")
        yield f"For {share} of gross sales the cost of goods is the percent that was set."


def notes(ground: Ground, costs: Costs) -> list[str]:
    """On which days the costs that were set count."""
    days, window = costs.reading.now.days, ground.window
    if not costs.said.rules or len(days) == window.range.days:
        return []
    if not days:
        return ["No orders reach over these days, so no cost that was set counts."]
    when = phrases.span(days[0], days[-1])
    return [f"Costs that were set count on the days that orders reach over: {when}."]


def money(ground: Ground, minor: int | None) -> str:
    """An amount in words."""
    amount = from_minor(minor or 0, ground.currency)
    return phrases.figure(float(amount), "money", ground.currency)
