"""Looking over a version's data: what its tables, reports and columns hold."""

from sqlglot import exp
from sqlmodel import Session

from marketing_agent.metrics import repository
from marketing_agent.metrics.compiler import print_sql
from marketing_agent.metrics.compiler.text import Statement
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.runs import Ran, Use, run_row
from marketing_agent.metrics.stored import Draft, TemplateKey
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.schemas import QueryResult
from marketing_agent.warehouse.service import Warehouse

_USE = Use("page")


class Look:
    """Runs statements without parameters over the published version, in its engine's dialect.

    They are many and known only as they run, so `save` stores them and their runs at the end.
    """

    def __init__(self, warehouse: Warehouse, workspace: Workspace) -> None:
        self._warehouse, self._workspace = warehouse, workspace
        self._ran: dict[str, tuple[Statement, QueryResult]] = {}

    def __call__(self, tree: exp.Expr) -> QueryResult:
        """What it finds; the same statement is run once, as a version never changes."""
        statement = print_sql(tree, self._warehouse.dialect)
        if statement.sql not in self._ran:
            version = self._workspace.warehouse_version
            result = self._warehouse.query(self._workspace.id, version, statement.sql, {})
            self._ran[statement.sql] = statement, result
        return self._ran[statement.sql][1]

    def save(self, session: Session) -> None:
        """Writes down what ran."""
        drafts = {statement.sha256: _draft(statement) for statement, _ in self._ran.values()}
        workspace_id, dialect = self._workspace.id, self._warehouse.dialect
        version = load_query_model().version
        repository.add_templates(session, workspace_id, version, drafts.values())
        ids = repository.template_ids(session, workspace_id, "profile", drafts, dialect)
        runs = [
            run_row(self._workspace, Ran(ids[one.sha256], len(found.rows), found.ms), _USE)
            for one, found in self._ran.values()
        ]
        repository.add_runs(session, runs)


def _draft(statement: Statement) -> Draft:
    name = TemplateKey(kind="profile", key=statement.sha256, source="data")
    return Draft(name=name, semantic_query={}, statement=statement)
