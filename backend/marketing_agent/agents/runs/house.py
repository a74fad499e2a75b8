"""What a process carries runs out with, made once."""

import weakref
from datetime import date
from threading import Lock

from sqlmodel import Session

from marketing_agent.agents.planner.port import Reading
from marketing_agent.agents.planner.reading import readings
from marketing_agent.agents.runs.execution.held import House, Read
from marketing_agent.agents.runs.registry import RegistryToolbox
from marketing_agent.agents.service import open_reader
from marketing_agent.ask.cases import Desk
from marketing_agent.ask.parsers import parser_of
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse, open_warehouse

_houses: weakref.WeakKeyDictionary[Database, House] = weakref.WeakKeyDictionary()
_lock = Lock()


def house_of(database: Database, settings: Settings) -> House:
    """The house of a process; the first call loads the clients of models."""
    with _lock:
        if database not in _houses:
            _houses[database] = build_house(database, settings)
        return _houses[database]


def build_house(database: Database, settings: Settings) -> House:
    """The product's own tools, model and parser over the data of these settings."""
    # Planning loads a library of models, which a process without runs does not pay for.
    from marketing_agent.agents.planner.brain import ModelBrain

    warehouse = open_warehouse(settings)
    desk = Desk(database, warehouse, settings, open_reader(settings))
    return House(database, RegistryToolbox(desk), ModelBrain(settings), reader(warehouse))


def furnish(database: Database, house: House) -> None:
    """Carries runs of this database out with other tools."""
    with _lock:
        _houses[database] = house


def reader(warehouse: Warehouse) -> Read:
    """Reads requests with the question parser of their store."""

    def read(session: Session, workspace: Workspace, text: str, today: date) -> tuple[Reading, ...]:
        return readings(parser_of(session, warehouse, workspace), text, today)

    return read
