"""The page of journeys: order after order, and visit to order. Descriptive, not causal."""

from marketing_agent.insights.journeys import funnel, products
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.page import Page, Told, show
from marketing_agent.insights.page.schemas import Gap

_PATHS = Gap(
    what="Paths over channels",
    why="No export tells the visits that came before an order, so which channels led to it cannot "
    "be shown. Where that is told, paths describe what was seen, not what caused an order.",
)


def _build(ground: Ground) -> Told:
    told = Told(notes=["Journeys describe what happened. They do not say what caused it."])
    products.tell(ground, told)
    funnel.tell(ground, told)
    told.gaps.append(_PATHS)
    return told


PAGE = Page(
    name="journeys",
    title="Journeys",
    description="What customers buy next, order after order, and how visits become orders.",
    needs="Shopify's orders export; for visits, its report of online store conversion",
    build=_build,
    options=(show("4", products.STEPS),),
    default_range="last_12_months",
)
