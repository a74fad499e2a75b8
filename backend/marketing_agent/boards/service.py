"""Saved questions and widgets: kept, changed, laid out, deleted and brought back.

Everything saved names the stored statement that answers it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from marketing_agent.boards import repository
from marketing_agent.boards.errors import (
    BoardFull,
    ChangedMeanwhile,
    UnknownSavedQuestion,
    UnknownWidget,
)
from marketing_agent.boards.repository import Row
from marketing_agent.boards.schemas import (
    Arrangement,
    Layout,
    SavedQuestion,
    SavedQuestionCreate,
    SavedQuestionUpdate,
    Widget,
    WidgetCreate,
    Widgets,
)
from marketing_agent.boards.statements import Statements
from marketing_agent.boards.tables import SavedQuestionRow, WidgetRow
from marketing_agent.events import service as events
from marketing_agent.kernel.errors import NotFound
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now, store_today
from marketing_agent.metrics import answers
from marketing_agent.metrics.question import Question
from marketing_agent.metrics.statements import keep_sql
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller, Workspace
from marketing_agent.warehouse.service import Warehouse

TOPIC = "board.changed"
_KEPT_DELETED = timedelta(days=30)
_NUMBER, _CHART = {"w": 3, "h": 3}, {"w": 6, "h": 6}
Shown = TypeVar("Shown", SavedQuestion, Widget)


@dataclass(frozen=True)
class Ground:
    """What saved things stand on: the store, its published data, and the way to its SQL."""

    workspace: Workspace
    warehouse: Warehouse
    statements: Statements


@dataclass(frozen=True)
class Shelf(Generic[Row, Shown]):
    """A kind of saved thing."""

    table: type[Row]
    shown: type[Shown]
    unknown: type[NotFound]
    noun: str
    most: int


SAVED = Shelf(SavedQuestionRow, SavedQuestion, UnknownSavedQuestion, "saved question", 1_000)
WIDGETS = Shelf(WidgetRow, Widget, UnknownWidget, "widget", 60)


def listed(session: Session, shelf: Shelf[Row, Shown]) -> tuple[Shown, ...]:
    """Everything on a shelf, by name."""
    return _shown(session, shelf, repository.listed(session, shelf.table))


def widgets(session: Session) -> Widgets:
    """All widgets as they lie on the board, row by row."""
    found = listed(session, WIDGETS)
    in_order = sorted(found, key=lambda one: (one.layout.y, one.layout.x, one.id))
    return Widgets(items=tuple(in_order))


def chosen(session: Session, wanted: Sequence[str] | None) -> list[Widget]:
    """The widgets of these ids in their order, or the pinned ones; those deleted are left out.

    Raises UnknownWidget when none of them is there.
    """
    known = {one.id: one for one in widgets(session).items}
    if wanted is None:
        return [one for one in known.values() if one.pinned]
    found = [known[one] for one in dict.fromkeys(wanted) if one in known]
    if not found:
        raise UnknownWidget("There is no such widget.")
    return found


def get(session: Session, shelf: Shelf[Row, Shown], thing_id: str) -> Shown:
    """One saved thing; raises the shelf's NotFound."""
    return _shown(session, shelf, [_known(session, shelf, thing_id)])[0]


def keep(
    session: Session,
    shelf: Shelf[Row, Shown],
    ground: Ground,
    caller: Caller,
    new: SavedQuestionCreate,
) -> Shown:
    """Saves a thing with its statement; raises what planning or the guard raises."""
    repository.purge(session, shelf.table, now() - _KEPT_DELETED)
    _check_room(session, shelf)
    row = shelf.table.model_validate(
        _asked(session, ground, new.question, new.sql)
        | {"id": new_id(), "workspace_id": ground.workspace.id, "name": new.name}
        | {"chart": new.chart.model_dump(mode="json") if new.chart else None}
        | {"created_by": caller.user_id}
        | _placed(session, new)
    )
    session.add(row)
    return _changed(session, shelf, row)


def change(
    session: Session,
    shelf: Shelf[Row, Shown],
    ground: Ground,
    thing_id: str,
    update: SavedQuestionUpdate,
    version: int | None,
) -> Shown:
    """Changes the fields that were sent; `version` is the one the caller has seen."""
    row = _known(session, shelf, thing_id)
    if version is not None and version != row.version:
        raise ChangedMeanwhile(f"Somebody changed this {shelf.noun} first. Look at it again.")
    fields = update.model_dump(mode="json", exclude_none=True, exclude={"question", "sql"})
    if update.question is not None or update.sql is not None:
        fields |= _asked(session, ground, update.question, update.sql)
    for name, value in fields.items():
        setattr(row, name, value)
    row.version, row.updated_at = row.version + 1, now()
    return _changed(session, shelf, row)


def arrange(session: Session, arrangement: Arrangement) -> Widgets:
    """Moves and resizes widgets, all or none; the content's version stays."""
    for place in arrangement.items:
        _known(session, WIDGETS, place.id).layout = place.layout.model_dump()
    session.flush()
    found = widgets(session)
    if found.items:
        _tell(session, repository.listed(session, WidgetRow)[0].workspace_id)
    return found


def drop(session: Session, shelf: Shelf[Row, Shown], thing_id: str) -> None:
    """Deletes a thing; for 30 days it can be brought back."""
    row = _known(session, shelf, thing_id)
    row.deleted_at = now()
    _tell(session, row.workspace_id)


def restore(session: Session, shelf: Shelf[Row, Shown], thing_id: str) -> Shown:
    """Brings a deleted thing back; one that is there stays as it is."""
    row = _found(session, shelf, thing_id)
    if row.deleted_at is not None:
        _check_room(session, shelf)
    row.deleted_at = None
    return _changed(session, shelf, row)


def _asked(
    session: Session, ground: Ground, question: Question | None, sql: str | None
) -> dict[str, Any]:
    """What a thing asks, checked, with its stored statement."""
    workspace = ground.workspace
    if sql is not None:
        checked = ground.statements.check(sql)
        template = keep_sql(session, workspace.id, checked)
        return {"question": None, "sql_text": sql, "template_id": template}
    if question is None:
        raise ValueError("a saved thing asks something")
    query = question.at(store_today(workspace.timezone))
    template = answers.store_query(session, ground.warehouse, workspace, query)
    stored = question.model_dump(mode="json")
    return {"question": stored, "sql_text": None, "template_id": template}


def _placed(session: Session, new: SavedQuestionCreate) -> dict[str, Any]:
    if not isinstance(new, WidgetCreate):
        return {}
    size = _NUMBER if new.chart and new.chart.kind == "number" else _CHART
    layout = new.layout or Layout(x=0, y=repository.lowest(session), **size)
    return {"layout": layout.model_dump(), "pinned": new.pinned}


def _check_room(session: Session, shelf: Shelf[Row, Shown]) -> None:
    if repository.count(session, shelf.table) >= shelf.most:
        raise BoardFull(f"There are {shelf.most} {shelf.noun}s. Delete one before saving another.")


def _known(session: Session, shelf: Shelf[Row, Shown], thing_id: str) -> Row:
    row = _found(session, shelf, thing_id)
    if row.deleted_at is not None:
        raise shelf.unknown(f"There is no such {shelf.noun}.")
    return row


def _found(session: Session, shelf: Shelf[Row, Shown], thing_id: str) -> Row:
    row = repository.find(session, shelf.table, thing_id)
    if row is None:
        raise shelf.unknown(f"There is no such {shelf.noun}.")
    return row


def _changed(session: Session, shelf: Shelf[Row, Shown], row: Row) -> Shown:
    session.flush()
    _tell(session, row.workspace_id)
    return _shown(session, shelf, [row])[0]


def _tell(session: Session, workspace_id: str) -> None:
    events.emit(session, workspace_id, TOPIC, {})


def _shown(session: Session, shelf: Shelf[Row, Shown], rows: Sequence[Row]) -> tuple[Shown, ...]:
    names = tenancy.names_of(session, {row.created_by for row in rows if row.created_by})
    return tuple(shelf.shown.model_validate(_fields(row, names)) for row in rows)


def _fields(row: SavedQuestionRow | WidgetRow, names: dict[str, str]) -> dict[str, Any]:
    person = names.get(row.created_by or "")
    return row.model_dump() | {
        "kind": "sql" if row.sql_text is not None else "question",
        "sql": row.sql_text,
        "created_by": {"user_id": row.created_by, "name": person} if person else None,
    }
