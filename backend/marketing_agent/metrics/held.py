"""What a workspace's published version holds, looked over once and kept while it is asked."""

from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from marketing_agent.metrics import repository
from marketing_agent.metrics.compiler.text import Dialect
from marketing_agent.metrics.holdings import Holdings
from marketing_agent.metrics.looking import Look
from marketing_agent.metrics.planner import Store
from marketing_agent.metrics.prepared import Recent
from marketing_agent.metrics.profile import Profile, Run, TableProfile, profile_version
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.readying import Ready, make_ready
from marketing_agent.metrics.report_index import SplitReport, split_reports
from marketing_agent.metrics.values import MOST_VALUES, Values, values_of
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse


@dataclass(frozen=True)
class Held:
    """A version with the values that its columns hold."""

    holdings: Holdings
    values: Values
    store: Store
    dialect: Dialect
    _ready: Recent[Ready] = field(default_factory=lambda: Recent(128), repr=False, compare=False)

    def ready(self, query: SemanticQuery) -> Ready:
        """What `make_ready` gives, kept for when the same is asked again."""
        asked = query.model_dump_json()
        ready = self._ready.get(asked)
        if ready is None:
            ready = make_ready(self.holdings, self.store, query, self.dialect)
            self._ready.put(asked, ready)
        return ready

    def may_hold(self, dimension: str, value: object) -> bool:
        """Whether a column may hold the value; False only where all of its values are known."""
        known = self.values.by_dimension.get(dimension)
        return known is None or len(known) >= MOST_VALUES or value in known


class _Seen(BaseModel):
    """What looking over a version finds: the same in every process, so it is kept."""

    model_config = ConfigDict(frozen=True)

    profile: Profile
    reports: tuple[SplitReport, ...]
    values: Values


_VALUES = "+values"
_NUL = "\\u0000"
"""What PostgreSQL keeps in no text: a version that has it is looked over by each process."""
# What comes with the orders reaches over the same days.
_WITH_ORDERS = ("order_lines", "customers", "sales_by_order_day")
_held: Recent[Held] = Recent(64)


def held(session: Session, warehouse: Warehouse, workspace: Workspace) -> Held:
    """The workspace's published version, looked over now if nobody has done it yet."""
    model = load_query_model()
    version = workspace.warehouse_version
    store = (workspace.id, workspace.currency, workspace.timezone)
    key = (*store, version, model.version, warehouse.dialect)
    known = _held.get(key)
    if known is None:
        seen = _read(session, workspace) or _look(session, warehouse, workspace)
        known = _held_by(seen, workspace, warehouse.dialect)
        _held.put(key, known)
    return known


def _read(session: Session, workspace: Workspace) -> _Seen | None:
    version, made_by = workspace.warehouse_version, load_query_model().version
    found = repository.load_look(session, workspace.id, version, f"{made_by}{_VALUES}", _Seen)
    return found[0] if found else None


def _look(session: Session, warehouse: Warehouse, workspace: Workspace) -> _Seen:
    """Looks through every column that has values, which takes long on many orders."""
    look, version = Look(warehouse, workspace), workspace.warehouse_version
    seen = _seen(look)
    look.save(session)
    if _NUL not in seen.model_dump_json():
        made_by = f"{load_query_model().version}{_VALUES}"
        repository.save_look(session, workspace.id, version, made_by, seen)
    return seen


def _seen(run: Run) -> _Seen:
    model = load_query_model()
    profile = profile_version(model.model, run)
    whole = profile.model_copy(update={"tables": _lasting(profile.tables)})
    reports = split_reports(run)
    values = values_of(Holdings(model, whole, reports), run)
    return _Seen(profile=whole, reports=reports, values=values)


def _held_by(seen: _Seen, workspace: Workspace, dialect: Dialect) -> Held:
    holdings = Holdings(load_query_model(), seen.profile, seen.reports)
    store = Store(workspace.currency, workspace.timezone, seen.values.present)
    return Held(holdings, seen.values, store, dialect)


def _lasting(tables: dict[str, TableProfile]) -> dict[str, TableProfile]:
    """Lines and customers come with the orders, so they reach over the same days."""
    orders = tables.get("orders")
    if orders is None:
        return tables
    same = {"first": orders.first, "last": orders.last, "quiet": orders.quiet}
    joined = [name for name in _WITH_ORDERS if name in tables]
    return tables | {name: tables[name].model_copy(update=same) for name in joined}
