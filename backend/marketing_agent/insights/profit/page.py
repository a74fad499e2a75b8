"""The page of profit: from net sales down to what is left, by files and by costs set by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from marketing_agent.insights.page.figures import Figure, change, figures, ratio
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.page import Page, Told
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Column, Gap, Part
from marketing_agent.insights.profit.costs import Costs, Line, costs_of
from marketing_agent.insights.profit.lacking import Lacking
from marketing_agent.insights.profit.listed import rules
from marketing_agent.insights.profit.statement import (
    FIXED,
    GOODS,
    LABELS,
    VARIABLE,
    Left,
    in_month,
    left,
    left_in,
    months,
    shown,
)
from marketing_agent.insights.profit.telling import gaps, notes, sentences
from marketing_agent.metrics.semantics import Better

_FORMULA = (
    "Gross profit: net sales less the cost of the goods sold on these days, by SKU as set by hand, "
    "else as in the products export, else by the percent that was set. Contribution: gross profit "
    "less shipping, handling, payment fees, taxes set by hand, ad spend, other marketing and other "
    "variable costs. Net profit: contribution less fixed costs. Each margin is a share of net "
    "sales. Payment fees are those of the payments export on the days it reaches over. Goods that "
    "came back keep their cost; what nothing tells is not taken off and is named below."
)
_LEFT = {"gross_profit": "gross", "contribution": "contribution", "net_profit": "profit"}
"""By the name of a figure the field of what is left."""
_KEYS = {"goods": "cost_of_goods", "fees": "payment_fees", "ads": "ad_spend"}


def _build(ground: Ground) -> Told:
    told = Told()
    if ground.table("orders") is None:
        why = "No orders are here yet, and costs are taken off what was sold."
        told.gaps.append(Gap(what="Profit", why=why, add="Add Shopify's orders export."))
        return told
    costs = costs_of(ground)
    told.gaps.extend(gaps(ground, costs))
    told.notes.extend(notes(ground, costs))
    if costs.net.now is None:
        return told
    lacking = Lacking(ground, costs)
    told.sentences.extend(sentences(ground, costs, lacking))
    for key, build in _PARTS.items():
        if ground.wants(key):
            told.parts.append(build(ground, costs, lacking))
    if costs.said.rules and ground.wants("rules"):
        told.parts.append(rules(ground, costs))
    return told


def _figures(ground: Ground, costs: Costs, lacking: Lacking) -> Part:
    now, before = left(costs, "now"), _comparable(ground, costs, lacking)

    def money(name: str, label: str, now: int | None, before: int | None, better: Better) -> Figure:
        return Figure(column(name, label, "money", better=better), now, before)

    def margin(name: str, label: str, which: str) -> Figure:
        values = [ratio(getattr(side, which), side.net) for side in (now, before)]
        return Figure(column(name, label, "percent", better="up"), *values)

    gross, some, all_ = (partial(lacking.named, name) for name in _LEFT)
    given = [
        money("net_sales", "Net sales", now.net, before.net, "up"),
        money("gross_profit", gross("Gross profit"), now.gross, before.gross, "up"),
        margin("gross_margin", gross("Gross margin"), "gross"),
        money("contribution", some("Contribution"), now.contribution, before.contribution, "up"),
        margin("contribution_margin", some("Contribution margin"), "contribution"),
        money("net_profit", all_("Net profit"), now.profit, before.profit, "up"),
        margin("net_margin", all_("Net margin"), "profit"),
    ]
    for name, key in _KEYS.items():
        line = costs.line(name)
        given.append(money(key, LABELS[name], line.now, line.before, "down"))
    made = figures(ground, given, formula=_FORMULA, found=())
    return _with_sql(costs, made).model_copy(update={"note": lacking.note})


def _comparable(ground: Ground, costs: Costs, lacking: Lacking) -> Left:
    """What was left before; nothing of what lacked other lines then than it does now."""
    before, then = left(costs, "before"), Lacking(ground, costs, "before")
    unlike = [field for name, field in _LEFT.items() if not lacking.as_whole_as(then, name)]
    return replace(before, **dict.fromkeys(unlike))


def _steps(ground: Ground, costs: Costs, lacking: Lacking) -> Part:
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
    if costs.said.rules:
        columns.append(column("by_hand", "Set by hand", "money"))
    rows = _rows(costs, lacking, _comparable(ground, costs, lacking))
    made = part("steps", "From sales to net profit", "table", columns, rows,
                ground.currency, formula=_FORMULA)  # fmt: skip
    return _with_sql(costs, made)


def _rows(costs: Costs, lacking: Lacking, before: Left) -> Iterator[dict[str, object]]:
    now = left(costs, "now")
    gross, some, all_ = (
        lacking.named(name, label)
        for name, label in zip(_LEFT, ("Gross profit", "Contribution", "Net profit"), strict=True)
    )
    yield _step("Net sales", now.net, before.net, costs)
    yield from _offs(costs, GOODS)
    yield _step(gross, now.gross, before.gross, costs)
    yield from _offs(costs, VARIABLE)
    yield _step(some, now.contribution, before.contribution, costs)
    yield from _offs(costs, FIXED)
    yield _step(all_, now.profit, before.profit, costs)


def _offs(costs: Costs, names: dict[str, str]) -> Iterator[dict[str, object]]:
    """Costs as what they take off."""
    for name in shown(costs, tuple(names)):
        line = costs.line(name)
        step = _step(names[name], _less(line.now), _less(line.before), costs)
        yield step | {"by_hand": None if line.now is None else -line.by_hand}


def _less(amount: int | None) -> int | None:
    return None if amount is None else -amount


def _step(name: str, now: int | None, before: int | None, costs: Costs) -> dict[str, object]:
    return {
        "step": name, "amount": now, "before": before, "change": change(now, before),
        "share": ratio(now, costs.net.now),
    }  # fmt: skip


def _months(ground: Ground, costs: Costs, lacking: Lacking) -> Part:
    lines = {name: costs.line(name) for name in shown(costs)}
    columns = [
        column("month", "Month", "date", "step"),
        column("net_sales", "Net sales", "money"),
        column("cost_of_goods", "Cost of goods", "money"),
        column("gross_profit", lacking.named("gross_profit", "Gross profit"), "money"),
        *(_cost_column(name) for name in lines if name in VARIABLE),
        column("contribution", lacking.named("contribution", "Contribution"), "money"),
        *(_cost_column(name) for name in lines if name in FIXED),
        column("net_profit", lacking.named("net_profit", "Net profit"), "money"),
    ]
    rows = [_month(costs, lines, month) for month in months(costs)]
    made = part("months", "By month", "table", columns, rows, ground.currency, formula=_FORMULA,
                note="Only the days of the page count in its first and last month.")  # fmt: skip
    return _with_sql(costs, made)


_PARTS = {"figures": _figures, "steps": _steps, "months": _months}


def _cost_column(name: str) -> Column:
    return column(_KEYS.get(name, name), LABELS[name], "money")


def _month(costs: Costs, lines: dict[str, Line], month: date) -> dict[str, object]:
    rest = left_in(costs, month)
    told: dict[str, object] = {
        _KEYS.get(name, name): in_month(line, month) for name, line in lines.items()
    }
    return told | {
        "month": month,
        "net_sales": rest.net,
        "gross_profit": rest.gross,
        "contribution": rest.contribution,
        "net_profit": rest.profit,
    }


def _with_sql(costs: Costs, made: Part) -> Part:
    return made.model_copy(update={"statements": costs.evidence})


PAGE = Page(
    name="profit",
    title="Profit",
    description="From net sales to net profit: cost of goods, shipping, fees, ads and other costs, "
    "by month.",
    needs="Shopify's orders export, and its products export with the cost per item or costs set "
    "by hand",
    build=_build,
)
