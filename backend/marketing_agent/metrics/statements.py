"""Statements kept: of semantic queries ahead or when first asked, of people when they save."""

from collections.abc import Iterable

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


def keep_queries(session: Session, workspace_id: str, drafts: Iterable[Draft]) -> dict[str, str]:
    """The ids of the statements of many queries by hash; what is new is stored. One engine's."""
    wanted = {draft.statement.sha256: draft for draft in drafts}
    if not wanted:
        return {}
    dialect = next(iter(wanted.values())).statement.dialect
    where = (session, workspace_id, "query", wanted, dialect)
    known = repository.template_ids(*where)
    new = [draft for key, draft in wanted.items() if key not in known]
    if not new:
        return known
    repository.add_templates(session, workspace_id, load_query_model().version, new)
    return repository.template_ids(*where)


def keep_sql(session: Session, workspace_id: str, sql: str) -> str:
    """The id under which a person's checked statement is stored."""
    statement = Statement(sql=sql, parameters={}, dialect="duckdb")
    name = TemplateKey(kind="statement", key=statement.sha256, source="sql")
    draft = Draft(name=name, semantic_query={}, statement=statement)
    return keep(session, workspace_id, draft, by="person")
