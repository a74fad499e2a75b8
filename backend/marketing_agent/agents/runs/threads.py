"""Threads: the conversations that runs stand in."""

import hashlib

from sqlmodel import Session

from marketing_agent.agents.runs import repository, shown
from marketing_agent.agents.runs.errors import UnknownThread
from marketing_agent.agents.runs.schemas import (
    RunRequest,
    Thread,
    ThreadDetail,
    ThreadHead,
    Threads,
)
from marketing_agent.agents.runs.tables import ThreadRow
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.paging import PageAsked
from marketing_agent.tenancy.schemas import Caller

_TITLE = 80


def create_thread(
    session: Session, caller: Caller, title: str, thread_id: str | None = None
) -> Thread:
    """An empty thread; a protocol whose clients name their threads gives the id."""
    return shown.thread(_new_thread(session, caller, title, thread_id))


def thread_named(session: Session, caller: Caller, named: str, door: str, title: str) -> str:
    """The thread of that id, or the one that stands for a name that a door's client gave."""
    own = hashlib.sha256(f"{caller.workspace_id} {named}".encode()).hexdigest()[:32]
    for thread_id in (named, f"{door}-{own}"):
        found = repository.thread(session, thread_id)
        if found is not None:
            return found.id
    return create_thread(session, caller, title, f"{door}-{own}").id


def thread_head(session: Session, thread_id: str) -> ThreadHead:
    """A thread with its state, without its messages; raises UnknownThread."""
    return shown.thread_head(known(session, thread_id))


def get_thread(session: Session, thread_id: str, asked: PageAsked) -> ThreadDetail:
    """A thread with its state and a page of its messages; raises UnknownThread."""
    return shown.thread_detail(session, known(session, thread_id), asked)


def list_threads(session: Session, limit: int, offset: int) -> Threads:
    """A page of threads, the last used first."""
    rows, total = repository.threads(session, limit, offset)
    return Threads(items=tuple(shown.thread(row) for row in rows), total=total)


def thread_for(session: Session, caller: Caller, request: RunRequest) -> ThreadRow:
    """The thread of a request, a new one where it names none; raises UnknownThread."""
    if request.thread_id is not None:
        return known(session, request.thread_id)
    title = request.text if len(request.text) <= _TITLE else request.text[: _TITLE - 1] + "…"
    return _new_thread(session, caller, title)


def _new_thread(
    session: Session, caller: Caller, title: str, thread_id: str | None = None
) -> ThreadRow:
    row = ThreadRow(
        id=thread_id or new_id(),
        workspace_id=caller.workspace_id,
        title=title,
        created_by=caller.user_id,
    )
    repository.add(session, row)
    return row


def known(session: Session, thread_id: str) -> ThreadRow:
    """The row; raises UnknownThread."""
    row = repository.thread(session, thread_id)
    if row is None:
        raise UnknownThread("There is no such thread.")
    return row
