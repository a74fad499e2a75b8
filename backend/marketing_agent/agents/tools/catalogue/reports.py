"""Tools over reports: everybody lists and reads them, editors keep a page as it is."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from marketing_agent.agents.tools.catalogue.insights import PartKey
from marketing_agent.agents.tools.few import few_parted
from marketing_agent.agents.tools.schemas import (
    AN_ID,
    EDITORS,
    Arguments,
    PageArguments,
    Tool,
    ToolContext,
)
from marketing_agent.boards.reports import service as reports
from marketing_agent.boards.reports.schemas import Report, ReportCreate, ReportHead, Reports
from marketing_agent.insights.page.schemas import Insight
from marketing_agent.insights.service import only


class ReportsArguments(PageArguments):
    """Which reports; without words all of them."""

    words: Annotated[str | None, Field(max_length=160, description="Words of the title")] = None


class ReportArguments(Arguments):
    report_id: Annotated[str, Field(min_length=1, max_length=64)]
    part: PartKey = None


class KeptInsight(Insight):
    """A page of insights as a report keeps it: its values are those of `kept_at`, not of now."""

    report_id: str
    report_title: str
    kept_at: datetime


def _list(context: ToolContext, given: ReportsArguments) -> Reports:
    with context.reading() as session:
        return reports.listed(session, given.asked, given.words)


def _one(context: ToolContext, given: ReportArguments) -> KeptInsight:
    with context.reading() as session:
        found = reports.get(session, given.report_id)
    about = {"report_id": found.id, "report_title": found.title, "kept_at": found.created_at}
    page = only(found.page, given.part) if given.part else found.page
    return KeptInsight.model_validate(page.model_dump() | about)


def _save(context: ToolContext, new: ReportCreate) -> ReportHead:
    with context.transaction() as session:
        made = reports.save(session, context.desk.warehouse, context.workspace, context.caller, new)
    fields = made.model_dump(include=set(ReportHead.model_fields))
    return ReportHead.model_validate(fields)


def _named(found: Reports) -> str:
    if not found.items:
        return "No report matches."
    return f"{found.total} reports: {few_parted([one.title for one in found.items], found.total)}"


def _told(found: KeptInsight) -> str:
    return f"Kept on {found.kept_at:%Y-%m-%d}: {' '.join(found.sentences)}"


def _saved(found: Report | ReportHead) -> str:
    return f"Saved as the report “{found.title}”."


TOOLS = (
    Tool(
        name="list_reports",
        title="List reports",
        description="Pages of insights that people kept as they were, the newest first.",
        effect="read",
        cost="free",
        view="table",
        input=ReportsArguments,
        output=Reports,
        run=_list,
        tell=_named,
        operations=("list_reports",),
        untrusted=True,
    ),
    Tool(
        name="get_report",
        title="Open a report",
        description="A kept page of insights: its sentences, tables and SQL as they were when it "
        "was kept.",
        effect="read",
        cost="free",
        view="insight",
        input=ReportArguments,
        output=KeptInsight,
        run=_one,
        tell=_told,
        operations=("get_report", "download_report", "download_report_part"),
        untrusted=True,
        example={"report_id": AN_ID},
    ),
    Tool(
        name="save_report",
        title="Save a report",
        description="Keeps a page of insights as it is now, with its values and SQL, such as why "
        "a figure changed.",
        effect="draft",
        cost="compute",
        view="table",
        input=ReportCreate,
        output=ReportHead,
        run=_save,
        tell=_saved,
        operations=("save_report",),
        untrusted=True,
        roles=EDITORS,
        example={"insight": "why", "ask": {"show": "total_sales"}},
    ),
)
