"""Statements kept one by one: of semantic queries when first asked, of people when they save."""

from sqlmodel import Session

from marketing_agent.metrics import repository
from marketing_agent.metrics.compiler.text import Statement
from marketing_agent.metrics.prepared import Recent
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.stored import Draft, TemplateKey

_NEW = "new statements"
# These rows are never changed nor removed, so that an id once read stays right.
_known: Recent[str] = Recent(4096)


def keep(session: Session, workspace_id: str, draft: Draft, by: str = "model") -> str:
    """The id under which a statement is stored, kept now if it is new."""
    where = (workspace_id, draft.name.kind, draft.name.key, draft.statement.dialect)
    found = _known.get(where) or repository.template_id(session, *where)
    if found is not None:
        _note(session, where, found)
        return found
    session.info.setdefault(_NEW, set()).add(where)
    repository.add_templates(session, workspace_id, load_query_model().version, [draft], by)
    return str(repository.template_id(session, *where))


def _note(session: Session, where: tuple[str, ...], found: str) -> None:
    """Spares the next look-up, unless this very transaction wrote the row and may undo it."""
    if where not in session.info.get(_NEW, ()):
        _known.put(where, found)


def keep_sql(session: Session, workspace_id: str, sql: str) -> str:
    """The id under which a person's checked statement is stored."""
    statement = Statement(sql=sql, parameters={}, dialect="duckdb")
    name = TemplateKey(kind="statement", key=statement.sha256, source="sql")
    draft = Draft(name=name, semantic_query={}, statement=statement)
    return keep(session, workspace_id, draft, by="person")
