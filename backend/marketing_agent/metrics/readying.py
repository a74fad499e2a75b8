"""A query made ready to run: planned, compiled once per shape, and as it is stored."""

from dataclasses import dataclass

from marketing_agent.metrics.compiler.plan import Plan
from marketing_agent.metrics.compiler.query import query_statement
from marketing_agent.metrics.compiler.text import Dialect, Statement, print_sql
from marketing_agent.metrics.holdings import Holdings
from marketing_agent.metrics.planner import Planned, Store, plan_query
from marketing_agent.metrics.prepared import Recent
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.stored import Draft, TemplateKey

_statements: Recent[Statement] = Recent(1024)


@dataclass(frozen=True)
class Ready:
    """A query with everything that comes before its rows."""

    planned: Planned
    statement: Statement
    draft: Draft


def make_ready(holdings: Holdings, store: Store, query: SemanticQuery, dialect: Dialect) -> Ready:
    """Raises what `plan_query` raises."""
    planned = plan_query(holdings, store, query)
    statement = compiled(planned.plan, dialect)
    return Ready(planned, statement, _draft(planned, query, statement))


def compiled(plan: Plan, dialect: Dialect = "duckdb") -> Statement:
    """The statement of a plan; plans of one shape share it."""
    shape = (dialect, repr(plan.shape))
    statement = _statements.get(shape)
    if statement is None:
        statement = print_sql(query_statement(plan), dialect)
        _statements.put(shape, statement)
    return statement


def _draft(planned: Planned, query: SemanticQuery, statement: Statement) -> Draft:
    source = "+".join(dict.fromkeys(way.source.kind for way in planned.ways.values()))
    name = TemplateKey(kind="query", key=statement.sha256, source=source)
    return Draft(name=name, semantic_query=_symbolic(query), statement=statement)


def _symbolic(query: SemanticQuery) -> dict[str, object]:
    """The query as stored: its days are parameters, whatever they were when first asked."""
    stored = query.model_dump(mode="json")
    stored["time"] |= {"start": "$start", "end": "$end"}
    if stored["compare"]:
        stored["compare"] |= {"start": "$previous_start", "end": "$previous_end"}
    for each in stored["filters"]:
        each["value"] = "$value" if each["value"] is not None else None
    return stored
