"""One question while it is answered: who asks what, and what it was found to mean."""

from dataclasses import dataclass
from datetime import date

from marketing_agent.ask import cache
from marketing_agent.ask.reader import QuestionReader
from marketing_agent.ask.schemas import Parsed
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Caller, Role, Workspace
from marketing_agent.warehouse.service import Warehouse

SQL_WRITERS: tuple[Role, ...] = ("owner", "admin", "marketer")
"""Who may write statements of their own, and so may be answered by an unconfirmed one."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts that answering takes. Without a reader, no model is ever asked."""

    database: Database
    warehouse: Warehouse
    settings: Settings
    reader: QuestionReader | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One question being answered. `key` is the hash that its wording is known by."""

    caller: Caller
    workspace: Workspace
    prompt: str
    today: date
    before: cache.Meaning | None
    key: str
    started: float

    @property
    def may_write_sql(self) -> bool:
        return self.caller.role in SQL_WRITERS


@dataclass(frozen=True, slots=True)
class Found:
    """What a question was found to mean, or in `parsed` why not.

    `hit` when the meaning was known before, `by_wording` when the wording was: then nobody read it.
    `by_hand` when its parts were set one by one: then there are no words to read.
    """

    parsed: Parsed
    meaning: cache.Meaning | None = None
    known: cache.Known | None = None
    hit: bool = False
    by_wording: bool = False
    by_hand: bool = False
