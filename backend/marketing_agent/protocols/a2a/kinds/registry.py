"""All kinds of tasks, and whose task an id is."""

from a2a.types import TaskNotFoundError
from sqlmodel import Session

from marketing_agent.protocols.a2a.kinds.feeds import FeedTasks
from marketing_agent.protocols.a2a.kinds.imports import ImportTasks
from marketing_agent.protocols.a2a.kinds.kind import Kind
from marketing_agent.protocols.a2a.kinds.runs import RunTasks
from marketing_agent.protocols.a2a.tables import TaskRow

KINDS: tuple[Kind, ...] = (RunTasks(), ImportTasks(), FeedTasks())


def found(session: Session, workspace_id: str, task_id: str) -> tuple[Kind, TaskRow]:
    """The kind of a task, and the task; raises TaskNotFoundError."""
    for kind in KINDS if "\x00" not in task_id else ():
        row = kind.find(session, workspace_id, task_id)
        if row is not None:
            return kind, row
    raise TaskNotFoundError
