"""Statements kept one by one: of semantic queries when first asked, of people when they save."""

from sqlmodel import Session

from marketing_agent.metrics import repository
from marketing_agent.metrics.compiler.text import Statement
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.stored import Draft, TemplateKey


def keep(session: Session, workspace_id: str, draft: Draft, by: str = "model") -> str:
    """The id under which a statement is stored, kept now if it is new."""
    where = (session, workspace_id, draft.name.kind, draft.name.key, draft.statement.dialect)
    found = repository.template_id(*where)
    if found is None:
        version = load_query_model().version
        repository.add_templates(session, workspace_id, version, [draft], by)
        found = repository.template_id(*where)
    return str(found)


def keep_sql(session: Session, workspace_id: str, sql: str) -> str:
    """The id under which a person's checked statement is stored."""
    statement = Statement(sql=sql, parameters={}, dialect="duckdb")
    name = TemplateKey(kind="statement", key=statement.sha256, source="sql")
    draft = Draft(name=name, semantic_query={}, statement=statement)
    return keep(session, workspace_id, draft, by="person")
