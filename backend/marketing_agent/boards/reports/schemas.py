"""What crosses the boundary of reports."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from marketing_agent.boards.schemas import Person
from marketing_agent.insights.page.schemas import Insight, InsightAsk, InsightName

Title = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=160, pattern=r"^[^\x00-\x1f\x7f]*$"
    ),
]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class ReportAsk(InsightAsk):
    """What the page is asked for. A report keeps as many rows as a page may show."""

    limit: Annotated[int, Field(ge=1, le=500, description="Rows of each list")] = 500


class ReportCreate(BaseModel):
    """A page to keep. Without a title it is named after the page and its days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    insight: InsightName
    ask: ReportAsk = ReportAsk()
    title: Title | None = None


class ReportHead(Frozen):
    """A report in a list. `created_by` is null for what an API key made or a person who has left.

    `first_day` and `last_day` are those of the page, `said` its first sentence.
    """

    id: str
    title: str
    insight: InsightName
    created_by: Person | None
    created_at: datetime
    first_day: date
    last_day: date
    said: str | None
    parts: int


class Report(ReportHead):
    """A page as it was when it was kept, with its values, statements and their hashes.

    `ask` is what "look again" asks anew, with the data and the day of then.
    """

    ask: InsightAsk
    page: Insight


class Reports(Frozen):
    """A page of the list, the newest first; `total` counts all that match."""

    items: tuple[ReportHead, ...]
    total: int
    next_cursor: str | None
