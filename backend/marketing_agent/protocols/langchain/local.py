"""The product in this process: its own services, as one caller."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from sqlmodel import Session

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.schemas import Decision
from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.events import PAUSES
from marketing_agent.agents.runs.schemas import RunRequest
from marketing_agent.agents.tools import service as tools
from marketing_agent.ask.cases import Desk
from marketing_agent.kernel.errors import AppError, first_problem
from marketing_agent.protocols.langchain.port import Json, ProductError
from marketing_agent.tenancy.schemas import Caller

_LOOK_SECONDS = 0.1


class Local:
    """What the caller may do, they may do here. Runs are carried out by a worker, as everywhere."""

    def __init__(self, desk: Desk, caller: Caller) -> None:
        self._desk, self._caller = desk, caller

    def tools(self) -> list[Json]:
        return [tools.info(t).model_dump(mode="json") for t in tools.tools_for(self._caller)]

    def call(self, name: str, arguments: Json) -> Json:
        with _told():
            context = tools.open_context(self._desk, self._caller)
            if tools.get_tool(name).effect == "send":
                return tools.request_approval(context, name, arguments).model_dump(mode="json")
            return tools.call(context, name, arguments).model_dump(mode="json")

    def start(self, text: str, thread_id: str | None) -> Json:
        with _told(), self._transaction() as session:
            request = RunRequest(text=text, thread_id=thread_id, source="langchain")
            return runs.start(session, self._caller, request).model_dump(mode="json")

    def events(self, run_id: str, after: int) -> Iterator[tuple[int, Json]]:
        while True:
            with _told(), self._transaction() as session:
                run = runs.get_run(session, run_id)
                found = runs.events_after(session, run_id, after)
            for event in found:
                after = event.seq
                yield event.seq, event.payload.model_dump(mode="json")
                if event.type in PAUSES:
                    return
            if not found and run.status not in ("queued", "running"):
                return
            time.sleep(_LOOK_SECONDS)

    def decide(self, approval_id: str, digest: str, *, approved: bool) -> Json:
        with _told(), self._transaction() as session:
            decision = Decision(approved=approved, digest=digest)
            decided = approvals.decide(session, self._caller, approval_id, decision)
            return decided.model_dump(mode="json")

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        scope = self._desk.database.transaction
        with scope(self._caller.workspace_id, user_id=self._caller.user_id) as session:
            yield session


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except AppError as error:
        raise ProductError(error.message) from error
    except ValidationError as error:
        raise ProductError(first_problem(error)) from error
