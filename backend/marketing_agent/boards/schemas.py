"""What crosses the boundary of boards."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from marketing_agent.metrics.charting import Chart
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.query_schemas import (
    AnswerColumn,
    AnswerSource,
    AnswerWindow,
    QueryProblem,
)
from marketing_agent.metrics.question import Question
from marketing_agent.metrics.schemas import Cell

COLUMNS = 12
_LOWEST_ROW = 2_000
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Sql = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Layout(Frozen):
    """A place on a grid of 12 columns: `x` and `w` in columns, `y` and `h` in rows."""

    x: Annotated[int, Field(ge=0, lt=COLUMNS)]
    y: Annotated[int, Field(ge=0, le=_LOWEST_ROW)]
    w: Annotated[int, Field(ge=2, le=COLUMNS)]
    h: Annotated[int, Field(ge=2, le=24)]

    @model_validator(mode="after")
    def _inside(self) -> Self:
        if self.x + self.w > COLUMNS:
            raise ValueError("reaches past the last column")
        return self


class SavedQuestionCreate(Frozen):
    """What to keep: a question with symbolic times, or one SELECT; one of the two."""

    name: Name
    question: Question | None = None
    sql: Sql | None = None
    chart: Chart | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.question is None) == (self.sql is None):
            raise ValueError("either a question or sql is kept")
        return self


class WidgetCreate(SavedQuestionCreate):
    """Without a layout it goes below the others."""

    layout: Layout | None = None
    pinned: bool = True


class SavedQuestionUpdate(Frozen):
    """What changes; a new question takes the place of the SQL, and the other way round."""

    name: Name | None = None
    question: Question | None = None
    sql: Sql | None = None
    chart: Chart | None = None

    @model_validator(mode="after")
    def _at_most_one(self) -> Self:
        if self.question is not None and self.sql is not None:
            raise ValueError("either a question or sql is kept")
        return self


class WidgetUpdate(SavedQuestionUpdate):
    layout: Layout | None = None
    pinned: bool | None = None


class Person(Frozen):
    user_id: str
    name: str


class SavedQuestion(Frozen):
    """`created_by` is null for what an API key made or a person who has left."""

    id: str
    name: str
    kind: Literal["question", "sql"]
    question: Question | None
    sql: str | None
    chart: Chart | None
    template_id: str
    created_by: Person | None
    created_at: datetime
    updated_at: datetime
    version: int


class Widget(SavedQuestion):
    layout: Layout
    pinned: bool


class SavedQuestions(Frozen):
    items: tuple[SavedQuestion, ...]


class Widgets(Frozen):
    items: tuple[Widget, ...]


class Place(Frozen):
    id: str
    layout: Layout


class Arrangement(Frozen):
    """Where widgets go; those not named stay where they are."""

    items: Annotated[tuple[Place, ...], Field(min_length=1, max_length=60)]


class SavedAnswer(Frozen):
    """Rows of a saved thing. Money is in major units; rows of SQL are as the statement gave them.

    `question`, `window` and what follows from them are null for SQL.
    """

    question: Question | None
    semantic_query: SemanticQuery | None
    sql: str
    sql_id: str
    params: dict[str, str | int | float | bool]
    columns: tuple[AnswerColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool
    chart: Chart
    source: str
    sources: tuple[AnswerSource, ...]
    currency: str
    window: AnswerWindow | None
    previous: AnswerWindow | None
    notes: tuple[str, ...]
    data_until: date | None
    ms: float


class WidgetData(Frozen):
    """The answer of a widget, or why there is none."""

    id: str
    answer: SavedAnswer | None
    problem: QueryProblem | None


class WidgetsData(Frozen):
    items: tuple[WidgetData, ...]
