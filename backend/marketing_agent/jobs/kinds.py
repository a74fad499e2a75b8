"""Which function carries out the jobs of a name, and how."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlmodel import Session

from marketing_agent.jobs.schemas import GivenUp, GivenUpJob, Handler, Lane, Reached

MAX_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """How jobs of one name are run."""

    run: Handler
    urgent: bool
    lane: Lane
    attempts: int
    given_up: GivenUp | None
    reached: Reached | None
    quiet: bool


KINDS: dict[str, Kind] = {}
SCHEDULES: dict[str, str] = {}
# Given the transaction that gives a job up, and its workspace.
Listener = Callable[[Session, str, GivenUpJob], None]
LISTENERS: list[Listener] = []


def listen(listener: Listener) -> None:
    """Has a function called where a job is given up that is not quiet."""
    if listener not in LISTENERS:
        LISTENERS.append(listener)


def handler(
    name: str,
    *,
    urgent: bool = False,
    lane: Lane = "work",
    attempts: int = MAX_ATTEMPTS,
    given_up: GivenUp | None = None,
    reached: Reached | None = None,
    quiet: bool = False,
) -> Callable[[Handler], Handler]:
    """Registers a function as the handler of the jobs of that name.

    Urgent jobs are those that somebody waits for: they go before what is only made ready. Those of
    the live lane are watched while they run, those of the outgoing lane wait for the servers of
    others: both have threads of their own. `given_up` is told, in the transaction that gives a job
    up, where its worker died each time or somebody cancelled it. Of work that goes on where it was
    left, attempts are counted from when it last came further: `reached` says how far it is.
    Nobody is told that a `quiet` job was given up: it is itself how things are told, or what it was
    for says so.
    """

    def register(function: Handler) -> Handler:
        KINDS[name] = Kind(function, urgent, lane, attempts, given_up, reached, quiet)
        return function

    return register


def schedule(name: str, cron: str) -> None:
    """Has a job of that name enqueued in every workspace at the times of a cron line, in UTC.

    Once per time and workspace, however many workers there are. What was missed while no worker
    ran is made up for once.
    """
    SCHEDULES[name] = cron


def most_attempts(name: str) -> int:
    return KINDS[name].attempts if name in KINDS else MAX_ATTEMPTS


def urgent_names() -> set[str]:
    return {name for name, kind in KINDS.items() if kind.urgent}


def names_of(lane: Lane | None) -> tuple[Collection[str] | None, set[str]]:
    """Which jobs a lane takes, and which it leaves; unknown ones belong to the work lane."""
    if lane is None:
        return None, set()
    named = {name for name, kind in KINDS.items() if kind.lane == lane}
    others = {name for name, kind in KINDS.items() if kind.lane != "work"}
    return (None, others) if lane == "work" else (named, set())
