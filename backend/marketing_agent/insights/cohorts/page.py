"""The page of cohorts: retention and worth by the time of the first order."""

from marketing_agent.insights.cohorts import reported, telling
from marketing_agent.insights.cohorts.curves import curves
from marketing_agent.insights.cohorts.frame import Frame
from marketing_agent.insights.cohorts.heatmap import SHOWN, Cells, Cohorts, by_cohort, heatmap
from marketing_agent.insights.cohorts.split import CHOICES, NOTHING, split_table
from marketing_agent.insights.cohorts.worth import key_figures, ltv_table, summed, worth
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.page import Page, Told, grain, show, split
from marketing_agent.insights.page.schemas import Part


def _build(ground: Ground) -> Told:
    orders = ground.table("orders")
    if orders is None:
        return _without_orders(ground)
    frame = Frame(ground, orders)
    named = frame.run("named")
    found = frame.run_over_facts("retention")
    cells = by_cohort(found)
    if not cells:
        return Told(gaps=[telling.no_cohorts(frame, named)])
    return _with_cohorts(frame, named, found, cells)


def _without_orders(ground: Ground) -> Told:
    report = reported.alone(ground)
    return Told(parts=[report] if report else [], gaps=[telling.no_orders()])


def _with_cohorts(frame: Frame, named: Found, found: Found, cells: Cells) -> Told:
    told = Told(notes=telling.notes(frame))
    values = worth(frame)
    now, before = summed(values.now), summed(values.before)
    told.parts.append(key_figures(frame, values))
    drawn = _drawn(frame, told, found, cells)
    if drawn:
        told.parts.append(heatmap(frame, drawn, values, SHOWN[frame.ground.chosen("show")]))
        told.parts += curves(frame, drawn, values)
    told.parts.append(ltv_table(frame, values))
    apart = _split(frame, told, now)
    told.sentences += telling.sentences(frame, now, before, apart)
    told.gaps += telling.gaps(frame, named, now)
    beside = reported.compared(frame)
    if beside:
        told.parts.append(beside[0])
        told.notes.append(beside[1])
    return told


def _drawn(frame: Frame, told: Told, found: Found, cells: Cells) -> Cohorts | None:
    """The cohorts with what their goods cost, where margin is asked for; None if it is unknown."""
    if frame.ground.chosen("show") != "margin":
        return Cohorts((found,), cells, {})
    costs = frame.run("margin")
    if not any(row["covered_minor"] for row in costs.dicts()):
        told.gaps.append(telling.NO_COSTS)
        return None
    told.notes.append(telling.covered(costs))
    return Cohorts((found, costs), cells, by_cohort(costs))


def _split(frame: Frame, told: Told, now: dict[str, int]) -> Part | None:
    if frame.ground.chosen("split") == NOTHING:
        return None
    table = split_table(frame, now)
    told.parts.append(table)
    return table


PAGE = Page(
    name="cohorts",
    title="Cohorts",
    description="Customers by the time of their first order: who came back, what they are worth.",
    needs="Shopify's orders export",
    build=_build,
    options=(
        grain("month", "week", "month", "quarter"),
        show("retention", [(key, one.label) for key, one in SHOWN.items()]),
        split(NOTHING, CHOICES),
    ),
    default_range="last_12_months",
)
