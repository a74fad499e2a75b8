"""What an insight looks like: sentences, then parts. A part is a table that says how it is drawn.

Money is in major units, rates are fractions, days are store days. A cell that cannot be told is
null, never nothing and never a guess.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SkipValidation

from marketing_agent.metrics.query_schemas import AnswerWindow
from marketing_agent.metrics.schemas import Cell
from marketing_agent.metrics.semantics import Better
from marketing_agent.metrics.windows import Compare

InsightName = Literal[
    "cohorts", "journeys", "basket", "products", "inventory", "segments", "acquisition",
    "behavior", "marketing", "sales", "profit", "email", "changes", "why",
]  # fmt: skip
ColumnUnit = Literal["money", "count", "number", "percent", "ratio", "days", "date", "text"]
Mark = Literal[
    "figures", "table", "lines", "columns", "bars", "heatmap", "flow", "funnel", "matrix"
]
"""How a part is drawn.

figures: one row, each column a figure. table: as it is. lines and columns: the first column is
the day or step, the second (if text) the series, then one figure. bars: a name and a figure, with
what it is compared with beside it. heatmap: row, step and figure; columns of role "row" repeat.
matrix: two names and a figure. flow: step, from, to and a figure. funnel: a name and a figure, in
order.
"""
Role = Literal[
    "row", "step", "series", "name", "from", "to", "value", "previous", "change", "low", "high",
    "predicted", "link",
]  # fmt: skip
"""What a column is for.

low and high: what the figure before them usually lies between. link: a path of the app that tells
more of the row, named by the column's label.
"""


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Column(Frozen):
    """A column of a part. `help` is its formula in words; `better` which way is good.

    `opens`: its cells are members of that split, whose story the page of products tells.
    """

    name: str
    label: str
    unit: ColumnUnit
    role: Role
    better: Better = "neutral"
    help: str | None = None
    opens: str | None = None


class PartSql(Frozen):
    """The stored statement under a part, with what it was given."""

    sql_id: str
    sql: str
    hash: str
    dialect: str
    params: dict[str, str | int | float | bool]
    tables: tuple[str, ...]
    ms: float


class Source(Frozen):
    """How a number came about: in words, and the stored statements under it."""

    formula: str
    statements: tuple[PartSql, ...]


class Annotation(Frozen):
    """A word at a place of a drawing: a day of the first column, or all until another one.

    A `change` is what the part is about; an `event` happened at the same time and is no cause.
    """

    at: date
    until: date | None = None
    label: str
    kind: Literal["change", "event"] = "change"


class Part(Frozen):
    """A titled table. `formula` says in words how its figures come about.

    `folded` parts are proof that few read: they are drawn closed.
    `total` counts all rows, of which `rows` may hold only the first; the CSV holds them all up to
    its limit. `statements` are empty only where the figures were computed from another part.
    """

    key: str
    title: str
    mark: Mark
    columns: tuple[Column, ...]
    rows: SkipValidation[tuple[tuple[Cell, ...], ...]]
    total: int
    formula: str
    note: str | None = None
    annotations: tuple[Annotation, ...] = ()
    statements: tuple[PartSql, ...] = ()
    folded: bool = False


class Gap(Frozen):
    """What this store's files cannot show, why, and which file would bring it.

    `at`: a path of the app where it is told by hand; without one, files bring it.
    """

    what: str
    why: str
    add: str | None = None
    at: str | None = None


class Choice(Frozen):
    value: str
    label: str


class Option(Frozen):
    """Something that may be chosen on the page; `name` is the parameter that carries it."""

    name: Literal["split", "grain", "show"]
    label: str
    value: str
    choices: tuple[Choice, ...]


class Insight(Frozen):
    """A page of insights. What it says first, its parts, and what it cannot show and why.

    `member` is what the page is about where one was asked for, else null. `more` says that only
    what comes first was asked for, and that the whole page has more.
    """

    name: InsightName
    title: str
    member: str | None = None
    currency: str
    window: AnswerWindow
    previous: AnswerWindow | None
    as_of: date
    sentences: tuple[str, ...]
    parts: tuple[Part, ...]
    gaps: tuple[Gap, ...]
    options: tuple[Option, ...]
    notes: tuple[str, ...]
    data_until: date | None
    version: int
    more: bool = False


class InsightInfo(Frozen):
    """A page that may be opened. `needs` says which files it lives on."""

    name: InsightName
    title: str
    description: str
    needs: str
    default_range: str
    options: tuple[Option, ...]


class InsightList(Frozen):
    items: tuple[InsightInfo, ...]


_Word = Annotated[str | None, Field(max_length=80)]


class InsightAsk(BaseModel):
    """What a page is asked for. What is left out is the page's own default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    range: Annotated[
        str | None,
        Field(
            max_length=40, description="A preset such as last_30_days, or YYYY-MM-DD..YYYY-MM-DD"
        ),
    ] = None
    compare: Compare = "previous_period"
    as_of: Annotated[date | None, Field(description="The day that counts as today")] = None
    split: Annotated[_Word, Field(description="What to split by: one of the page's options")] = None
    grain: Annotated[_Word, Field(description="Day, week, month or quarter, where it has them")] = (
        None
    )
    show: Annotated[_Word, Field(description="Which figure to show, where there are several")] = (
        None
    )
    member: Annotated[
        str | None,
        Field(
            max_length=300,
            description="One member of the split by its name, such as a product: its own story. "
            "The page of products alone has them",
        ),
    ] = None
    limit: Annotated[int, Field(ge=1, le=500, description="Rows of each table")] = 50


class PageAsk(InsightAsk):
    """What a page is asked for by one who draws it as it comes."""

    first: Annotated[bool, Field(description="Only what a page tells first and soon")] = False
    part: Annotated[
        str | None,
        Field(max_length=80, description="Only the part of this key, and the sentences"),
    ] = None
