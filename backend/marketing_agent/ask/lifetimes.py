"""How long readings of questions hold: one setting, and a workspace's own by who read them."""

from collections.abc import Mapping
from typing import Annotated, get_args

from pydantic import Field
from sqlmodel import Session

from marketing_agent.ask import entry_repository
from marketing_agent.ask.cache import Source
from marketing_agent.ask.schemas import Frozen

_YEARS = 10 * 366 * 86_400
SOURCES: tuple[Source, ...] = get_args(Source)


class Lifetime(Frozen):
    """Seconds until what a source read expires; 0 is never. `own`: set for this workspace.

    `inherited` holds where a workspace sets none of its own.
    """

    source: Source
    seconds: int
    inherited: int
    own: bool


class LifetimeChange(Frozen):
    """A workspace's own lifetime of a source; without `seconds` the setting holds again."""

    source: Source
    seconds: Annotated[int | None, Field(ge=0, le=_YEARS)] = None


class Lifetimes(Frozen):
    items: tuple[Lifetime, ...]


def lifetimes(session: Session, setting: int) -> Lifetimes:
    """The lifetime in force of every source."""
    own = entry_repository.own_lifetimes(session)
    items = tuple(
        Lifetime(
            source=each,
            seconds=_in_force(own, each, setting),
            inherited=_in_force({}, each, setting),
            own=each in own,
        )
        for each in SOURCES
    )
    return Lifetimes(items=items)


def seconds_of(session: Session, source: Source, setting: int) -> int:
    """Seconds until a reading made now by that source expires."""
    return _in_force(entry_repository.own_lifetimes(session), source, setting)


def change_lifetime(
    session: Session, workspace_id: str, change: LifetimeChange, setting: int
) -> Lifetimes:
    """Sets it for what is read from now on and for what was read before."""
    entry_repository.set_lifetime(session, workspace_id, change.source, change.seconds)
    seconds = seconds_of(session, change.source, setting)
    entry_repository.expire_after(session, change.source, seconds)
    return lifetimes(session, setting)


def _in_force(own: Mapping[str, int], source: Source, setting: int) -> int:
    """Seeds are read anew with each version, and what people wrote holds: no setting ends them."""
    return own.get(source, 0 if source in ("seed", "user") else setting)
