"""Lists of tasks: the last moved first, page after page from where the one before ended."""

from datetime import UTC, datetime, timedelta

from a2a.types import InvalidParamsError, ListTasksRequest, ListTasksResponse
from sqlmodel import Session

from marketing_agent.kernel.errors import Invalid
from marketing_agent.kernel.paging import Place, cursor_of, place_of
from marketing_agent.protocols.a2a import service
from marketing_agent.protocols.a2a.kinds.kind import Asked
from marketing_agent.protocols.a2a.kinds.registry import KINDS
from marketing_agent.protocols.a2a.messages import check_name

_MOST_TASKS = 100


def listed(session: Session, workspace_id: str, asked: ListTasksRequest) -> ListTasksResponse:
    """A page of the workspace's tasks of all kinds, the last moved first."""
    size = asked.page_size if asked.HasField("page_size") else 50
    if not 1 <= size <= _MOST_TASKS:
        raise InvalidParamsError(f"A page has 1 to {_MOST_TASKS} tasks.")
    check_name(asked.context_id)
    wanted = Asked(asked.status, asked.context_id, _since(asked), _before(asked.page_token))
    pages = [kind.moved(session, wanted, size + 1) for kind in KINDS]
    found = sorted((one for page in pages for one in page.items), key=_newest, reverse=True)
    shown = found[:size]
    return ListTasksResponse(
        tasks=[service.get(session, workspace_id, task_id) for task_id, _at in shown],
        next_page_token=cursor_of(shown[-1][1], shown[-1][0]) if len(found) > size else "",
        page_size=size,
        total_size=sum(page.total for page in pages),
    )


def _newest(one: tuple[str, datetime]) -> tuple[datetime, str]:
    return one[1], one[0]


def _since(asked: ListTasksRequest) -> datetime | None:
    if not asked.HasField("status_timestamp_after"):
        return None
    given = asked.status_timestamp_after
    try:
        found: datetime = given.ToDatetime(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidParamsError("The time of the status is none.") from error
    # What is finer than a microsecond is later than it.
    return found + timedelta(microseconds=1) if given.nanos % 1000 else found


def _before(token: str) -> Place | None:
    try:
        return place_of(token or None)
    except Invalid as error:
        raise InvalidParamsError("This page token is not one of ours.") from error
