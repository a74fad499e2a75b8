"""Skills beside the tools: to import files that a message carries, and to follow events."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from a2a.types import InvalidParamsError, Message, UnsupportedOperationError
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from sqlmodel import Session

from marketing_agent.connectors.folder import Uploaded
from marketing_agent.events import service as events
from marketing_agent.ingestion import service as imports
from marketing_agent.ingestion.schemas import SplitChoice
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.errors import first_problem
from marketing_agent.kernel.ids import new_id
from marketing_agent.protocols.a2a import repository
from marketing_agent.protocols.a2a.kinds.feeds import FeedTasks
from marketing_agent.protocols.a2a.kinds.imports import ImportTasks
from marketing_agent.protocols.a2a.kinds.kind import Kind, keep
from marketing_agent.protocols.a2a.messages import Said, key_of, without_bytes
from marketing_agent.protocols.a2a.tables import FeedRow, TaskRow
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller

IMPORT, FOLLOW = "import_files", "follow_events"
_MOST_FEEDS = 20
_CHOICE: TypeAdapter[SplitChoice] = TypeAdapter(SplitChoice)


@dataclass(frozen=True)
class Accepted:
    """The task that a message belongs to, and the event after which its answer begins.

    `endless`: nothing that waits for its end would ever come back.
    """

    task_id: str
    after: int
    endless: bool = False


Begin = Callable[[Session, Settings, Caller, Message, Said], Accepted]
GoOn = Callable[[Session, Settings, Caller, TaskRow, Message, Said], Accepted]


class FollowEvents(BaseModel):
    """`kinds` are topics, or their first words; none stand for all. `after`: the last one seen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[a-z_]{1,40}(\.[a-z_]{1,40})?$")], ...],
        Field(max_length=20),
    ] = ()
    after: Annotated[int, Field(ge=0, lt=2**53)] | None = None


def go_on_with(kind: Kind) -> GoOn | None:
    """What a further message does to a task of that kind; None where it is a run."""
    if isinstance(kind, ImportTasks):
        return _choose
    return _follow_on if isinstance(kind, FeedTasks) else None


def _import(
    session: Session, settings: Settings, caller: Caller, message: Message, said: Said
) -> Accepted:
    """The same pipeline and the same permission as an upload in the browser."""
    tenancy.require_role(caller, *imports.WRITERS)
    if not said.files or said.arguments:
        raise InvalidParamsError("An import takes file parts with their bytes, and no arguments.")
    known = repository.of_request(session, caller.workspace_id, key_of(caller, message))
    if known is not None:
        return Accepted(known.run_id, events.settled_id(session, caller.workspace_id))
    before = events.latest_id(session, caller.workspace_id)
    files = [
        Uploaded(part.filename or f"file-{number}", len(part.raw), io.BytesIO(part.raw))
        for number, part in enumerate(said.files, 1)
    ]
    made = imports.create_import(session, settings, caller, files)
    _name(session, caller, made.import_id, message)
    return Accepted(made.import_id, before)


def _choose(
    session: Session, settings: Settings, caller: Caller, row: TaskRow, message: Message, said: Said
) -> Accepted:
    """What becomes of files of several stores; the one thing that an import can be told."""
    tenancy.require_role(caller, *imports.WRITERS)
    if said.data is None or "choice" not in said.data:
        raise UnsupportedOperationError(
            'An import takes only a choice between its stores: a data part {"choice": …}.'
        )
    try:
        choice = _CHOICE.validate_python(said.data)
    except ValidationError as error:
        raise InvalidParamsError(first_problem(error)) from error
    before = events.latest_id(session, row.workspace_id)
    imports.choose(session, settings, caller, row.run_id, choice)
    keep(session, row, message, before)
    return Accepted(row.run_id, before)


def _follow(
    session: Session, settings: Settings, caller: Caller, message: Message, said: Said
) -> Accepted:
    asked = _asked(said)
    known = repository.of_request(session, caller.workspace_id, key_of(caller, message))
    if known is not None:
        return Accepted(known.run_id, events.settled_id(session, caller.workspace_id), endless=True)
    if repository.open_feeds(session) >= _MOST_FEEDS:
        raise InvalidParamsError(f"A workspace has at most {_MOST_FEEDS} open feeds: cancel one.")
    newest = events.settled_id(session, caller.workspace_id)
    after = newest if asked.after is None else min(asked.after, newest)
    feed = FeedRow(
        id=new_id(),
        workspace_id=caller.workspace_id,
        kinds=list(asked.kinds),
        after=after,
        created_by=caller.user_id,
    )
    repository.add(session, feed)
    _name(session, caller, feed.id, message)
    return Accepted(feed.id, after, endless=True)


def _follow_on(
    session: Session, settings: Settings, caller: Caller, row: TaskRow, message: Message, said: Said
) -> Accepted:
    """Goes on after an event that was seen, in the same feed."""
    asked = _asked(said)
    feed = repository.feed(session, row.run_id)
    if feed is None or feed.closed_at is not None:
        raise UnsupportedOperationError("This feed is closed; open another one.")
    if asked.kinds and list(asked.kinds) != feed.kinds:
        raise InvalidParamsError("A feed keeps its kinds: open another one for others.")
    newest = events.settled_id(session, row.workspace_id)
    after = newest if asked.after is None else max(asked.after, feed.after)
    return Accepted(row.run_id, after, endless=True)


def _asked(said: Said) -> FollowEvents:
    if said.action != FOLLOW or said.files:
        raise UnsupportedOperationError(
            f'A feed takes {{"action": "{FOLLOW}", "args": {{"after": the last event seen}}}}.'
        )
    try:
        return FollowEvents.model_validate(said.arguments)
    except ValidationError as error:
        raise InvalidParamsError(first_problem(error)) from error


def _name(session: Session, caller: Caller, task_id: str, message: Message) -> None:
    """Keeps what the client calls the task by, and what it said, without the bytes of files."""
    row = TaskRow(
        run_id=task_id,
        workspace_id=caller.workspace_id,
        context_id=message.context_id or task_id,
        message_id=message.message_id,
        request_key=key_of(caller, message),
    )
    repository.add(session, row)
    keep(session, row, without_bytes(message), 0)


BEGIN: dict[str, Begin] = {IMPORT: _import, FOLLOW: _follow}
