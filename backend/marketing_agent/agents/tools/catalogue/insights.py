"""Tools over insights: which pages there are, and one of them."""

from typing import Annotated

from pydantic import Field

from marketing_agent.agents.tools.catalogue.questions import AsOf
from marketing_agent.agents.tools.few import few_parted
from marketing_agent.agents.tools.schemas import AN_ID, Arguments, NoArguments, Tool, ToolContext
from marketing_agent.insights import service
from marketing_agent.insights.alerts import one as one_alert
from marketing_agent.insights.alerts import service as alerts
from marketing_agent.insights.alerts.one_schemas import AlertDetail
from marketing_agent.insights.alerts.schemas import Alerts, AlertSearch
from marketing_agent.insights.page.schemas import Insight, InsightAsk, InsightList, InsightName

PartKey = Annotated[
    str | None,
    Field(max_length=80, description="One part of the page alone, by its key; else the whole page"),
]


class InsightArguments(InsightAsk, Arguments):
    name: Annotated[InsightName, Field(description="Which page; list_insights describes them")]
    part: PartKey = None
    as_of: AsOf = None


class AlertArguments(AlertSearch, Arguments):
    """Which alerts; without a status those that are open."""


class OneAlertArguments(Arguments):
    alert_id: Annotated[str, Field(max_length=60, description="Its id; list_alerts has them")]


def _list(_context: ToolContext, _given: NoArguments) -> InsightList:
    return service.insights()


def _one(context: ToolContext, given: InsightArguments) -> Insight:
    asked = InsightAsk.model_validate(given.model_dump(exclude={"name", "part"}))
    with context.reading() as session:
        page = service.insight(
            session, context.desk.warehouse, context.workspace, given.name, asked
        )
    return service.only(page, given.part) if given.part else page


def _alerts(context: ToolContext, given: AlertArguments) -> Alerts:
    with context.reading() as session:
        return alerts.listed(session, context.workspace, given)


def _alert(context: ToolContext, given: OneAlertArguments) -> AlertDetail:
    with context.reading() as session:
        return one_alert.detail(session, context.workspace, given.alert_id)


def _alert_told(found: AlertDetail) -> str:
    return f"{found.title} ({found.status}). {found.body}"


def _alerted(found: Alerts) -> str:
    if not found.items:
        return "No alert matches."
    return f"{found.total} alerts: {few_parted([one.title for one in found.items], found.total)}"


def _names(found: InsightList) -> str:
    return "Insights: " + "; ".join(f"{one.title} ({one.name})" for one in found.items) + "."


def _told(found: Insight) -> str:
    said = [*found.sentences, *(f"{gap.what}: {gap.why}" for gap in found.gaps)]
    return " ".join(said) or f"{found.title} has nothing to say about these days."


TOOLS = (
    Tool(
        name="list_insights",
        title="List insights",
        description="The pages of insights with their options: cohorts, products, stock and more.",
        effect="read",
        cost="free",
        view="table",
        input=NoArguments,
        output=InsightList,
        run=_list,
        tell=_names,
        operations=("list_insights",),
        untrusted=False,
    ),
    Tool(
        name="get_insight",
        title="Open an insight",
        description="One page of insights: sentences, then tables with their SQL, and what the "
        "store's files cannot show.",
        effect="read",
        cost="compute",
        view="insight",
        input=InsightArguments,
        output=Insight,
        run=_one,
        tell=_told,
        operations=("get_insight", "download_insight"),
        untrusted=True,
        example={"name": "cohorts"},
    ),
    Tool(
        name="list_alerts",
        title="List alerts",
        description="What the store's numbers say somebody should look at: odd days, shifts, "
        "stock that runs out, e-mail that is complained about; the gravest first.",
        effect="read",
        cost="free",
        view="table",
        input=AlertArguments,
        output=Alerts,
        run=_alerts,
        tell=_alerted,
        operations=("list_alerts",),
        untrusted=True,
    ),
    Tool(
        name="get_alert",
        title="Open an alert",
        description="One alert: what it says, the statements its numbers came from, what became "
        "of it, where it was told and what can be done.",
        effect="read",
        cost="free",
        view="table",
        input=OneAlertArguments,
        output=AlertDetail,
        run=_alert,
        tell=_alert_told,
        operations=("get_alert",),
        untrusted=True,
        example={"alert_id": AN_ID},
    ),
)
