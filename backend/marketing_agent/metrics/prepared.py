"""What a process knows of a warehouse version: its profile and the stored SQL that answers it."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from typing import Generic, TypeVar

from sqlmodel import Session

from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.time import now
from marketing_agent.metrics import repository
from marketing_agent.metrics.compiler import Dialect
from marketing_agent.metrics.errors import UnknownMetric
from marketing_agent.metrics.figures import Params
from marketing_agent.metrics.loader import load_model
from marketing_agent.metrics.looking import Look
from marketing_agent.metrics.profile import Profile, profile_version
from marketing_agent.metrics.runs import Ran, Use, run_row
from marketing_agent.metrics.stored import TemplateKey, answerable, draft
from marketing_agent.metrics.tables import SqlTemplateRow
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.schemas import QueryResult
from marketing_agent.warehouse.service import Warehouse

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """A small cache of what was used last, safe between threads.

    It only spares work: every entry can be read or computed again by any process.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._items: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
            return self._items.get(key)

    def put(self, key: Hashable, value: Value) -> None:
        with self._lock:
            self._items[key] = value
            self._items.move_to_end(key)
            while len(self._items) > self._size:
                self._items.popitem(last=False)


@dataclass(frozen=True)
class Template:
    """A stored statement."""

    id: str
    sql: str
    parameters: dict[str, str]
    sha256: str
    model_version: str
    dialect: str


@dataclass(frozen=True)
class Prepared:
    """A version that is ready to answer."""

    profile: Profile
    prepared_at: datetime
    templates: dict[TemplateKey, Template]

    def template(self, name: TemplateKey) -> Template:
        if name not in self.templates:
            raise UnknownMetric("No stored SQL answers this metric from this source.")
        return self.templates[name]


_prepared: Recent[Prepared] = Recent(64)


def prepared(session: Session, warehouse: Warehouse, workspace: Workspace) -> Prepared:
    """The workspace's published version, made ready now if no job has done it yet."""
    version = workspace.warehouse_version
    key = (workspace.id, version, load_model().version, warehouse.dialect)
    known = _prepared.get(key)
    if known is None:
        known = _read(session, warehouse, workspace) or _prepare(session, warehouse, workspace)
        _prepared.put(key, known)
    return known


def _read(session: Session, warehouse: Warehouse, workspace: Workspace) -> Prepared | None:
    version = workspace.warehouse_version
    made_by = load_model().version
    found = repository.load_look(session, workspace.id, version, made_by, Profile)
    if found is None:
        return None
    profile, made_at = found
    templates = _templates(session, workspace.id, warehouse.dialect)
    if not templates:  # another engine answered when the version was prepared
        _store_templates(session, workspace.id, profile, warehouse.dialect)
        templates = _templates(session, workspace.id, warehouse.dialect)
    return Prepared(profile, made_at, templates)


def _prepare(session: Session, warehouse: Warehouse, workspace: Workspace) -> Prepared:
    """Profiles the version and stores the SQL that its data can answer."""
    model, version = load_model(), workspace.warehouse_version
    look = Look(warehouse, workspace)
    profile = profile_version(model, look)
    look.save(session)
    _store_templates(session, workspace.id, profile, warehouse.dialect)
    repository.save_look(session, workspace.id, version, model.version, profile)
    return Prepared(profile, now(), _templates(session, workspace.id, warehouse.dialect))


def _store_templates(
    session: Session, workspace_id: str, profile: Profile, dialect: Dialect
) -> None:
    """Adds what is new; what an older model compiled differently is retired and kept."""
    model = load_model()
    wanted = {name: draft(name, dialect) for name in answerable(model, profile)}
    found = repository.templates_in_force(session, workspace_id, dialect)
    rows = {_name(row): row for row in found}
    same = {
        name
        for name, found in wanted.items()
        if name in rows and rows[name].sha256 == found.statement.sha256
    }
    repository.retire_templates(session, [r.id for name, r in rows.items() if name not in same])
    new = [found for name, found in wanted.items() if name not in same]
    repository.add_templates(session, workspace_id, model.version, new)


def _templates(
    session: Session, workspace_id: str, dialect: Dialect
) -> dict[TemplateKey, Template]:
    return {
        _name(row): Template(
            row.id, row.sql_text, row.param_spec, row.sha256, row.model_version, row.dialect
        )
        for row in repository.templates_in_force(session, workspace_id, dialect)
    }


def _name(row: SqlTemplateRow) -> TemplateKey:
    return TemplateKey.model_validate({"kind": row.kind, "key": row.key, "source": row.source})


@dataclass
class Runner:
    """Runs stored statements of one version and remembers what ran."""

    warehouse: Warehouse
    workspace: Workspace
    prepared: Prepared
    as_of: date
    runs: list[dict[str, object]] = field(default_factory=list)

    def __call__(self, name: TemplateKey, params: Params) -> QueryResult:
        """The statement's result; records the run, also one that failed."""
        template = self.prepared.template(name)
        used = {key: params[key] for key in template.parameters}
        try:
            result = self.warehouse.query(
                self.workspace.id, self.workspace.warehouse_version, template.sql, used
            )
        except AppError as error:
            self._record(template, used, 0, 0.0, error.code)
            raise
        self._record(template, used, len(result.rows), result.ms, None)
        return result

    def save(self, session: Session) -> None:
        """Writes the runs down."""
        repository.add_runs(session, self.runs)
        self.runs = []

    def _record(
        self, template: Template, params: Params, rows: int, ms: float, error: str | None
    ) -> None:
        ran = Ran(template.id, rows, ms, error=error)
        self.runs.append(run_row(self.workspace, ran, Use("page"), params, self.as_of))
