"""What the page of profit says in sentences, and what it cannot show."""

from collections.abc import Iterator

from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.schemas import Gap
from marketing_agent.insights.profit.costs import Costs
from marketing_agent.insights.profit.statement import ALWAYS, LABELS, left
from marketing_agent.kernel.money import from_minor
from marketing_agent.metrics import phrases

_ADD = {
    "goods": "Add Shopify's products export with the cost per item, or set costs by hand.",
    "fees": "Add the payment transactions export of Shopify Payments, or set fees by hand.",
    "ads": "Add an ad spend export of Meta Ads or Google Ads.",
}
_SET = "Set them by hand, or say there that there are none."


def gaps(costs: Costs) -> Iterator[Gap]:
    """What is not known, and where it can be told."""
    if costs.net.now is None:
        yield Gap(what="Net sales", why="No sales are told for these days.")
    for name, add in _ADD.items():
        if name in _missing(costs):
            why = "No file here tells it for these days."
            yield Gap(what=LABELS[name], why=why, add=add)
    yield from _fee_days(costs)
    if not costs.is_whole["now"]:
        yield Gap(what="Net profit", why=_why_no_profit(costs), add=_SET)


def _why_no_profit(costs: Costs) -> str:
    if costs.said.rules:
        return "No shipping, handling, fees, taxes or other spend is set for these days."
    return "Shipping, handling and other costs are in no export, and none are set."


def _fee_days(costs: Costs) -> Iterator[Gap]:
    """Days of sales without a payments export and without a rule, where others have one."""
    now = costs.reading.now
    rules = costs.said.of("fees")
    bare = [d for d in now.days if d not in now.fees and not any(r.holds(d) for r in rules)]
    if bare and costs.line("fees").now is not None and not costs.said.no_other_costs:
        why = f"Nothing tells them on {len(bare)} of {len(now.days)} days of sales."
        yield Gap(what="Payment fees of some days", why=why, add=_ADD["fees"])


def _missing(costs: Costs) -> list[str]:
    """Lines of every store that nothing tells; none where its owner says that they are nought."""
    unknown = [name for name in ALWAYS if costs.line(name).now is None]
    return [name for name in unknown if name == "goods" or not costs.said.no_other_costs]


def sentences(ground: Ground, costs: Costs) -> Iterator[str]:
    """What is left, of what it is a share, and how far it is known."""
    when = phrases.span(ground.window.start, ground.window.range.last)
    now = left(costs, "now")
    if now.gross is None:
        sales = money(ground, now.net)
        yield f"Net sales came to {sales} {when}; what the goods cost is not known."
        return
    yield f"Gross profit was {money(ground, now.gross)} {when}{_of(now.gross, now.net)}."
    if now.profit is None:
        known = money(ground, now.contribution)
        yield f"After payment fees and ads as far as they are known, {known} is left."
    else:
        profit = money(ground, now.profit)
        yield (
            f"Contribution was {money(ground, now.contribution)}, and net profit "
            f"{profit}{_of(now.profit, now.net)}."
        )
    yield from _by_hand(costs)
    yield from _at_most(costs)


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


def _at_most(costs: Costs) -> Iterator[str]:
    if costs.covered is not None and costs.covered < 1:
        known = phrases.figure(costs.covered, "percent", "")
        yield f"The cost of goods is known for {known} of gross sales, so profit is at most this."
    unknown = [phrases.inside(LABELS[name]) for name in _missing(costs) if name != "goods"]
    if unknown and costs.is_whole["now"]:
        names = phrases.capital(" and ".join(unknown))
        verb = "is" if unknown == ["ad spend"] else "are"
        yield f"{names} {verb} not known, so net profit is at most this."


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
