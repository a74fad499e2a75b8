"""A run that this worker holds, and the one way to write to its log while it does."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.planner.port import Brain, Reading, Used
from marketing_agent.agents.planner.schemas import PlanStep, StepStatus
from marketing_agent.agents.runs import log, repository, service, shown
from marketing_agent.agents.runs.errors import OverBudget, Superseded
from marketing_agent.agents.runs.events import Payload
from marketing_agent.agents.runs.schemas import Budgets, Spent
from marketing_agent.agents.runs.tables import RunRow
from marketing_agent.agents.runs.toolbox import Toolbox
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.time import now
from marketing_agent.tenancy.schemas import Caller, Workspace

Read = Callable[[Session, Workspace, str, date], tuple[Reading, ...]]
"""The question parser's reading of a request, for a store and a day."""


@dataclass(frozen=True)
class House:
    """What carrying out takes: the database, the tools, whoever plans and writes, the parser."""

    database: Database
    toolbox: Toolbox
    brain: Brain
    read: Read


@dataclass
class Held:
    """The run as it was taken up. `steps` and `results` follow what this worker writes."""

    house: House
    run_id: str
    holder: str
    caller: Caller
    row: RunRow
    steps: list[PlanStep]
    results: dict[str, Any]
    _since: float = field(default_factory=time.monotonic)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction of the caller; one that ends without `locked` says nothing of the run."""
        caller = self.caller
        with self.house.database.transaction(
            caller.workspace_id, user_id=caller.user_id
        ) as session:
            yield session

    def locked(self, session: Session) -> RunRow:
        """The run's row until the transaction ends; Superseded when it is no longer ours.

        Taken last, so that cancelling never waits for a tool, and what the tool wrote in this
        transaction is undone if somebody cancelled meanwhile.
        """
        row = repository.locked_run(session, self.run_id)
        if row is None or row.holder != self.holder or row.status != "running":
            raise Superseded
        spent = Spent.model_validate(row.spent)
        passed, self._since = time.monotonic() - self._since, time.monotonic()
        row.spent = spent.model_copy(update={"seconds": spent.seconds + passed}).model_dump(
            mode="json"
        )
        self.row = row
        return row

    def note(self, session: Session, row: RunRow, *payloads: Payload) -> None:
        """Writes events with the steps as they are now."""
        service.keep_plan(row, tuple(self.steps))
        log.append(session, row, *payloads)

    def write(self, *payloads: Payload) -> None:
        """Writes events in a transaction of their own."""
        with self.transaction() as session:
            log.append(session, self.locked(session), *payloads)

    def mark(self, step: PlanStep, status: StepStatus, **changes: Any) -> PlanStep:
        """Sets how far a step is; written with the next note."""
        changed = step.model_copy(update={"status": status} | changes)
        self.steps[[one.id for one in self.steps].index(step.id)] = changed
        return changed

    def spend(self, row: RunRow, used: Used) -> None:
        """Adds what a model took; an unknown price stays unknown."""
        spent = Spent.model_validate(row.spent)
        known = spent.money is not None and used.money is not None
        money = (spent.money or Decimal(0)) + (used.money or Decimal(0)) if known else None
        row.spent = spent.model_copy(
            update={
                "tokens_in": spent.tokens_in + used.tokens_in,
                "tokens_out": spent.tokens_out + used.tokens_out,
                "money": money,
            }
        ).model_dump(mode="json")

    def check_budgets(self) -> float:
        """Seconds that are left; raises OverBudget when anything has run out."""
        budgets = Budgets.model_validate(self.row.budgets)
        spent = Spent.model_validate(self.row.spent)
        tokens = spent.tokens_in + spent.tokens_out
        left = budgets.seconds - spent.seconds - (time.monotonic() - self._since)
        for what, is_over, most in (
            ("seconds", left <= 0, f"{budgets.seconds} seconds"),
            ("tokens", tokens > budgets.tokens, f"{budgets.tokens:,} tokens"),
            ("money", (spent.money or 0) > budgets.money, f"${budgets.money}"),
        ):
            if is_over:
                raise OverBudget(what, f"The run stopped at its budget of {most}.")
        return left

    def pause(self, session: Session, row: RunRow, reason: str) -> None:
        """Lets go of the run until somebody brings what it waits for."""
        row.status, row.waiting_for, row.holder = "waiting", reason, None
        service.tell(session, row)

    def end(self, session: Session, row: RunRow, status: str) -> None:
        """Lets go of the run for good."""
        row.status, row.waiting_for, row.holder = status, None, None
        row.finished_at = now()
        service.tell(session, row)


def take(house: House, workspace_id: str, run_id: str, holder: str) -> Held | None:
    """Takes a run up; None when it has ended, waits for somebody, or is not there."""
    with house.database.transaction(workspace_id) as session:
        row = repository.locked_run(session, run_id)
        if row is None or row.status not in ("queued", "running"):
            return None
        first = row.started_at is None
        row.status, row.holder = "running", holder
        if first:
            service.begin(session, row)
        caller = Caller.model_validate(row.caller)
        returned = log.read(repository.events_of_type(session, run_id, "tool.returned"))
        results = {
            event.payload.step_id: event.payload
            for event in returned
            if event.payload.type == "tool.returned"
        }
        return Held(house, run_id, holder, caller, row, list(shown.plan(row)), results)
