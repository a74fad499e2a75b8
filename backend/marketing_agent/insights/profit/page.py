"""The page of profit: from net sales down to what is left, as far as the files tell the costs."""

from collections.abc import Iterator
from datetime import date

from marketing_agent.insights.page.figures import Figure, change, figures, ratio
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.page import Page, Told
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Gap, Part
from marketing_agent.insights.profit.costs import Costs, Line, costs_of
from marketing_agent.kernel.money import from_minor
from marketing_agent.metrics import phrases
from marketing_agent.metrics.semantics import Better

_FORMULA = (
    "Gross profit: net sales less the cost of the goods sold on these days, cost per item as in "
    "the products export. Contribution: gross profit less payment fees and ad spend. Goods that "
    "came back keep their cost; what no file tells is not taken off and is named below."
)
_ADD = {
    "goods": ("Cost of goods", "Add Shopify's products export with the cost per item."),
    "fees": ("Payment fees", "Add the payment transactions export of Shopify Payments."),
    "ads": ("Ad spend", "Add an ad spend export of Meta Ads or Google Ads."),
}


def _build(ground: Ground) -> Told:
    told = Told()
    if ground.table("orders") is None:
        why = "No orders are here yet, and costs are taken off what was sold."
        told.gaps.append(Gap(what="Profit", why=why, add="Add Shopify's orders export."))
        return told
    costs = costs_of(ground)
    told.gaps.extend(_gaps(costs))
    if costs.net.now is None:
        return told
    told.sentences.extend(_sentences(ground, costs))
    told.parts += [_figures(ground, costs), _steps(ground, costs), _months(ground, costs)]
    return told


def _gaps(costs: Costs) -> Iterator[Gap]:
    if costs.net.now is None:
        yield Gap(what="Net sales", why="No sales are told for these days.")
    for name, (what, add) in _ADD.items():
        if getattr(costs, name).now is None:
            yield Gap(what=what, why="No file here tells it for these days.", add=add)
    yield Gap(
        what="Net profit",
        why="Shipping, handling and other costs are in no export, and cannot be set here yet: "
        "contribution is as far as the files go.",
    )


def _gross(costs: Costs, side: str) -> int | None:
    """Net sales less the cost of goods; None without both."""
    net, goods = (getattr(line, side) for line in (costs.net, costs.goods))
    return None if net is None or goods is None else net - goods


def _contribution(costs: Costs, side: str) -> int | None:
    """Gross profit less what else is told of this side."""
    gross = _gross(costs, side)
    if gross is None:
        return None
    return gross - sum(getattr(line, side) or 0 for line in (costs.fees, costs.ads))


def _sentences(ground: Ground, costs: Costs) -> Iterator[str]:
    last = ground.window.range.last
    when = phrases.span(ground.window.start, last)
    gross, net = _gross(costs, "now"), costs.net.now
    if gross is None or net is None:
        yield f"Net sales came to {_money(ground, net)} {when}; what the goods cost is not known."
        return
    share = ratio(gross, net)
    of = f", {phrases.figure(share, 'percent', '')} of net sales" if share is not None else ""
    yield f"Gross profit was {_money(ground, gross)} {when}{of}."
    left = _contribution(costs, "now")
    yield f"After payment fees and ads as far as they are known, {_money(ground, left)} is left."
    if costs.covered is not None and costs.covered < 1:
        known = phrases.figure(costs.covered, "percent", "")
        yield f"The cost of goods is known for {known} of gross sales, so profit is at most this."


def _money(ground: Ground, minor: int | None) -> str:
    amount = from_minor(minor or 0, ground.currency)
    return phrases.figure(float(amount), "money", ground.currency)


def _figures(ground: Ground, costs: Costs) -> Part:
    def figure(
        name: str, label: str, now: int | None, before: int | None, better: Better
    ) -> Figure:
        return Figure(column(name, label, "money", better=better), now, before)

    gross = [_gross(costs, side) for side in ("now", "before")]
    left = [_contribution(costs, side) for side in ("now", "before")]
    nets = (costs.net.now, costs.net.before)
    margins = [ratio(part, net) for part, net in zip(gross, nets, strict=True)]
    given = [
        figure("net_sales", "Net sales", *nets, "up"),
        figure("cost_of_goods", "Cost of goods", costs.goods.now, costs.goods.before, "down"),
        figure("gross_profit", "Gross profit", gross[0], gross[1], "up"),
        Figure(column("gross_margin", "Gross margin", "percent", better="up"), *margins),
        figure("payment_fees", "Payment fees", costs.fees.now, costs.fees.before, "down"),
        figure("ad_spend", "Ad spend", costs.ads.now, costs.ads.before, "down"),
        figure("contribution", "Contribution", left[0], left[1], "up"),
    ]
    made = figures(ground, given, formula=_FORMULA, found=())
    return made.model_copy(update={"statements": costs.evidence})


def _steps(ground: Ground, costs: Costs) -> Part:
    rows = [
        _step("Net sales", costs.net.now, costs.net.before, costs),
        _step("Cost of goods", *_off(costs.goods), costs),
        _step("Gross profit", _gross(costs, "now"), _gross(costs, "before"), costs),
        _step("Payment fees", *_off(costs.fees), costs),
        _step("Ad spend", *_off(costs.ads), costs),
        _step("Contribution", _contribution(costs, "now"), _contribution(costs, "before"), costs),
    ]
    columns = [
        column("step", "Step", "text", "name"),
        column("amount", "Amount", "money"),
        column("share", "Of net sales", "percent"),
    ]
    if ground.compared:
        columns += [
            column("before", "Amount, before", "money", "previous"),
            column("change", "Change", "percent", "change"),
        ]
    made = part("steps", "From sales to contribution", "table", columns, rows, ground.currency,
                formula=_FORMULA)  # fmt: skip
    return made.model_copy(update={"statements": costs.evidence})


def _off(line: Line) -> tuple[int | None, int | None]:
    """A cost as what it takes off."""
    return _less(line.now), _less(line.before)


def _less(amount: int | None) -> int | None:
    return None if amount is None else -amount


def _step(name: str, now: int | None, before: int | None, costs: Costs) -> dict[str, object]:
    return {
        "step": name, "amount": now, "before": before, "change": change(now, before),
        "share": ratio(now, costs.net.now),
    }  # fmt: skip


def _months(ground: Ground, costs: Costs) -> Part:
    rows = [_month(costs, month) for month in sorted(costs.net.months)]
    columns = [
        column("month", "Month", "date", "step"),
        column("net_sales", "Net sales", "money"),
        column("cost_of_goods", "Cost of goods", "money"),
        column("gross_profit", "Gross profit", "money"),
        column("payment_fees", "Payment fees", "money"),
        column("ad_spend", "Ad spend", "money"),
    ]
    made = part("months", "By month", "table", columns, rows, ground.currency, formula=_FORMULA,
                note="Only the days of the page count in its first and last month.")  # fmt: skip
    return made.model_copy(update={"statements": costs.evidence})


def _month(costs: Costs, month: date) -> dict[str, object]:
    def at(line: Line) -> int | None:
        return line.months.get(month, 0) if line.now is not None else None

    net, goods = costs.net.months[month], at(costs.goods)
    return {
        "month": month,
        "net_sales": net,
        "cost_of_goods": goods,
        "gross_profit": None if goods is None else net - goods,
        "payment_fees": at(costs.fees),
        "ad_spend": at(costs.ads),
    }


PAGE = Page(
    name="profit",
    title="Profit",
    description="From net sales to contribution: cost of goods, payment fees and ads, by month.",
    needs="Shopify's orders export, and its products export with the cost per item",
    build=_build,
)
