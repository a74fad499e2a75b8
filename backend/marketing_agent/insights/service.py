"""Pages of insights by name: the one list of them, and how one is built."""

from sqlmodel import Session

from marketing_agent.insights.acquisition.page import PAGE as ACQUISITION
from marketing_agent.insights.basket.page import PAGE as BASKET
from marketing_agent.insights.behavior.page import PAGE as BEHAVIOR
from marketing_agent.insights.changes.page import PAGE as CHANGES
from marketing_agent.insights.cohorts.page import PAGE as COHORTS
from marketing_agent.insights.email.page import PAGE as EMAIL
from marketing_agent.insights.inventory.page import PAGE as INVENTORY
from marketing_agent.insights.journeys.page import PAGE as JOURNEYS
from marketing_agent.insights.marketing.page import PAGE as MARKETING
from marketing_agent.insights.page.errors import UnknownChoice, UnknownPart
from marketing_agent.insights.page.ground import Ground, answer_window
from marketing_agent.insights.page.page import Page
from marketing_agent.insights.page.part_words import words
from marketing_agent.insights.page.schemas import (
    Insight,
    InsightAsk,
    InsightList,
    Option,
    PageAsk,
    Part,
)
from marketing_agent.insights.products.page import PAGE as PRODUCTS
from marketing_agent.insights.profit.page import PAGE as PROFIT
from marketing_agent.insights.sales.page import PAGE as SALES
from marketing_agent.insights.segments.page import PAGE as SEGMENTS
from marketing_agent.insights.why.page import PAGE as WHY
from marketing_agent.kernel.errors import NotFound
from marketing_agent.kernel.spreadsheet import csv_document
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

PAGES: tuple[Page, ...] = (
    COHORTS,
    JOURNEYS,
    BASKET,
    PRODUCTS,
    INVENTORY,
    SALES,
    PROFIT,
    SEGMENTS,
    CHANGES,
    WHY,
    ACQUISITION,
    MARKETING,
    BEHAVIOR,
    EMAIL,
)
_BY_NAME = {page.name: page for page in PAGES}
MOST_ROWS = 200_000


class UnknownInsight(NotFound):
    """No page has that name."""

    code = "insight.unknown"


def insights() -> InsightList:
    """Every page with what may be chosen on it."""
    return InsightList(items=tuple(page.info for page in PAGES))


def insight(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    name: str,
    ask: InsightAsk | None = None,
) -> Insight:
    """A page for the days asked about, its tables cut to the asked number of rows.

    Raises UnknownInsight, UnknownChoice and BadRange. What a store's files cannot show is no
    error: it is told in `gaps`. A `PageAsk` may ask for what comes first alone (`more` says then
    whether the page has more), or for one part, where there is such a part.
    """
    ask = ask or InsightAsk()
    whole = _whole(session, warehouse, workspace, name, ask, ask.limit)
    cut = tuple(_cut(each, ask.limit) for each in whole.parts)
    return whole.model_copy(update={"parts": cut})


def part_csv(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    name: str,
    key: str,
    ask: InsightAsk,
) -> str:
    """All rows of a part as CSV that no spreadsheet runs. Raises UnknownPart beside the others."""
    found = _part(_whole(session, warehouse, workspace, name, ask, MOST_ROWS), key)
    labels = [each.label for each in found.columns]
    return csv_document([labels, *found.rows[:MOST_ROWS]])


def only(page: Insight, key: str) -> Insight:
    """A page cut down to one part, which says what is in it. Raises UnknownPart."""
    part = _part(page, key)
    said = (words(part, page.currency),)
    return page.model_copy(update={"sentences": said, "parts": (part,), "gaps": ()})


def _part(page: Insight, key: str) -> Part:
    found = next((each for each in page.parts if each.key == key), None)
    if found is None:
        raise UnknownPart(f"{page.title} has no part {key!r} for these days.")
    return found


def _whole(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    name: str,
    ask: InsightAsk,
    most: int,
) -> Insight:
    page = _BY_NAME.get(name)  # type: ignore[call-overload]
    if page is None:
        raise UnknownInsight(f"There are pages of {', '.join(_BY_NAME)}, none of {name!r}.")
    where = (session, warehouse, workspace)
    some = ask if isinstance(ask, PageAsk) else PageAsk()
    ground = Ground(
        *where, ask, page.default_range, page.options, most, first=some.first, part=some.part
    )
    if ask.member is not None and not page.members:
        raise UnknownChoice(f"{page.title} tells no story of one; the page of products does.")
    options = tuple(_set(ground, each) for each in page.options)
    told = page.build(ground)
    ground.save()
    compared = ground.compared
    return Insight(
        name=page.name,
        title=page.title,
        member=ask.member,
        currency=workspace.currency,
        window=answer_window(ground.window),
        previous=answer_window(compared) if compared else None,
        as_of=ground.today,
        sentences=tuple(told.sentences),
        parts=tuple(each for each in told.parts if ground.wants(each.key)),
        gaps=tuple(told.gaps),
        options=options,
        notes=tuple(told.notes),
        data_until=ground.data_until,
        version=workspace.warehouse_version,
        more=told.more,
    )


def _set(ground: Ground, option: Option) -> Option:
    """The option as it was chosen; raises UnknownChoice, also where the page would not look."""
    return option.model_copy(update={"value": ground.chosen(option.name)})


_CUT = ("table", "bars")


def _cut(part: Part, limit: int) -> Part:
    """Only lists are cut: a drawing without some of its points would be another drawing."""
    if part.mark not in _CUT:
        return part
    return part.model_copy(update={"rows": part.rows[:limit]})
