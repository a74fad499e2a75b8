"""Pages of lists, the newest first: each begins where the one before ended, whatever came since."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import tuple_
from sqlmodel.sql.expression import SelectOfScalar

from marketing_agent.kernel.errors import Invalid

Row = TypeVar("Row")
# When a thing came, and its id: of two that came at once, one is still before the other.
Place = tuple[datetime, str]
_CURSOR = re.compile(r"([0-9]{1,17})-([A-Za-z0-9_-]{8,80})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PageAsked:
    """A page of at most `limit`, from the cursor that the page before it gave, or the newest."""

    limit: int = 100
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of a page, the newest first, and the cursor of the next page where there is one."""

    rows: Sequence[Row]
    next_cursor: str | None


def cursor_of(at: datetime, row_id: str) -> str:
    """The cursor of what comes after that place."""
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}-{row_id}"


def place_of(cursor: str | None) -> Place | None:
    """The place that a cursor stands for, none for the first page; raises Invalid."""
    if cursor is None:
        return None
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise Invalid("This cursor is not one of ours.")
    return _EPOCH + timedelta(microseconds=int(found[1])), found[2]


def newest_first(
    query: SelectOfScalar[Row], at: Any, row_id: Any, asked: PageAsked
) -> SelectOfScalar[Row]:
    """The rows of a page by the columns of their time and id, and one more if there is one."""
    before = place_of(asked.cursor)
    if before is not None:
        query = query.where(tuple_(at, row_id) < tuple_(*before))
    return query.order_by(at.desc(), row_id.desc()).limit(asked.limit + 1)


def page_of(rows: Sequence[Row], asked: PageAsked, place: Callable[[Row], Place]) -> Page[Row]:
    """The page of what `newest_first` read."""
    shown = rows[: asked.limit]
    more = len(rows) > asked.limit
    return Page(shown, cursor_of(*place(shown[-1])) if more else None)
