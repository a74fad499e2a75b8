"""One parser per store, which knows its values; made anew with each version of its data."""

from threading import Lock

from sqlmodel import Session

from marketing_agent.ask.parser import Parser
from marketing_agent.metrics import answers
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

_MOST_PARSERS = 64
_parsers: dict[str, tuple[tuple[int, str], Parser]] = {}
_lock = Lock()


def parser_of(session: Session, warehouse: Warehouse, workspace: Workspace) -> Parser:
    """The parser that knows the store's own values, made once per warehouse version."""
    key = (workspace.warehouse_version, workspace.name)
    with _lock:
        found = _parsers.get(workspace.id)
    if found and found[0] == key:
        return found[1]
    catalogue = answers.values(session, warehouse, workspace) if workspace.warehouse_version else {}
    parser = Parser(catalogue, names=(workspace.name, workspace.slug.replace("-", " ")))
    with _lock:
        while len(_parsers) >= _MOST_PARSERS:
            _parsers.pop(next(iter(_parsers)))
        _parsers[workspace.id] = (key, parser)
    return parser
