"""What crosses the boundary of ad-hoc SQL."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_ROWS = 10_000
DEFAULT_ROWS = 1_000
# Far above what the guard takes, so that its own clear refusal is the one people see.
_MAX_BODY = 2_000_000

Cell = str | int | float | bool | None
Status = Literal["refused_guard", "refused_sandbox", "ran"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class SqlRequest(Frozen):
    """One SELECT over the workspace's tables."""

    sql: Annotated[str, Field(max_length=_MAX_BODY)]
    max_rows: Annotated[int, Field(ge=1, le=MAX_ROWS)] = DEFAULT_ROWS


class SqlAnswer(Frozen):
    """Rows as JSON values, with the statement as it ran: checked, resolved and capped."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[list[Cell]]
    sql: str
    truncated: bool
    ms: float


class AskableColumn(Frozen):
    name: str
    type: str
    description: str


class AskableTable(Frozen):
    """A table that a statement may read, without the columns that are kept from it."""

    name: str
    description: str
    columns: tuple[AskableColumn, ...]


class SqlSchema(Frozen):
    """What a statement may be written over."""

    tables: tuple[AskableTable, ...]
    dialect: str
    max_rows: int


class GuardedStatement(Frozen):
    """What became of one line of a file of statements; `code` is empty when it ran."""

    line: int
    sql: str
    status: Status
    code: str | None
    ms: float


class GuardReport(Frozen):
    n: int
    refused_guard: int
    refused_sandbox: int
    ran: int
    statements: tuple[GuardedStatement, ...]
