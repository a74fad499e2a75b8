"""What lies under a number: its rows, how many there are, and the files they came from."""

from sqlglot import exp

from marketing_agent.metrics.compiler.parts import conditions, cuts, in_window, parameter
from marketing_agent.metrics.semantics import Entity, Measure, Model, Role, Source, Term


def rows_statement(model: Model, source: Source, name: str) -> exp.Select:
    """The rows of one entity under a number, newest day first, one page of them."""
    entity = model.entities[name]
    columns = [_shown(entity, column) for column in entity.rows]
    select = exp.select(*columns).from_(entity.table)
    select = _joined(model, entity, select).where(*_where(entity, source))
    order: list[exp.Expr] = [exp.Ordered(this=_own(entity, entity.time), desc=True)]
    order += [_own(entity, key) for key in entity.key if key != entity.time]
    return select.order_by(*order).limit(parameter("limit")).offset(parameter("offset"))


def count_statement(model: Model, source: Source, name: str) -> exp.Select:
    """How many rows of one entity lie under a number."""
    entity = model.entities[name]
    counted = exp.alias_(exp.Count(this=exp.Star()), "rows")
    return exp.select(counted).from_(entity.table).where(*_where(entity, source))


def lineage_statement(model: Model, source: Source) -> exp.Expr:
    """Files and imports that brought the rows under a number, with how many rows each."""
    parts = [
        _files_of(entity, source, origin)
        for entity in (model.entities[name] for name in source.entities())
        for origin in entity.origins
    ]
    return parts[0] if len(parts) == 1 else exp.union(*parts, distinct=False)


def _files_of(entity: Entity, source: Source, origin: tuple[str, str]) -> exp.Select:
    keys = [exp.column(name) for name in origin]
    label = exp.alias_(exp.Literal.string(entity.table), "table_name")
    counted = exp.alias_(exp.Count(this=exp.Star()), "rows")
    select = exp.select(label, *keys, counted).from_(entity.table)
    return select.where(*_where(entity, source)).group_by(*(key.copy() for key in keys))


def _where(entity: Entity, source: Source) -> list[exp.Expr]:
    """The conditions of the number itself: a row is shown if some part of the number counts it."""
    where = [*in_window(entity, "current"), *conditions(entity.where)]
    roles: list[Role] = [role for role in source.roles if entity.name in source.entities(role)]
    if entity.is_report:
        # The two sides of a ratio may come from two reports, each with metrics of its own.
        sides = [exp.and_(*cuts(entity, r), *_asked_by(_terms(entity, source, r))) for r in roles]
        where.append(exp.or_(*sides))
    else:
        terms = [term for role in roles for term in _terms(entity, source, role)]
        where += [*cuts(entity, roles[0]), *_asked_by(terms)]
    return [_qualified(entity, condition) for condition in where]


def _asked_by(terms: list[Term]) -> list[exp.Expr]:
    """What one of the terms asks of a row; nothing when a term counts every row."""
    asked = [_asked(term.measure) for term in terms]
    distinct = {condition.sql(): condition for condition in asked if condition is not None}
    return [] if None in asked else [exp.or_(*distinct.values())]


def _terms(entity: Entity, source: Source, role: Role) -> list[Term]:
    return [term for term in source.terms(role) if term.measure.entity == entity.name]


def _asked(measure: Measure) -> exp.Expr | None:
    return exp.and_(*conditions(measure.where)) if measure.where else None


def _joined(model: Model, entity: Entity, select: exp.Select) -> exp.Select:
    """Joins only what is shown, and only many-to-one: the model holds no other joins."""
    shown = {column.split(".")[0] for column in entity.rows if "." in column}
    for join in (join for join in entity.joins if join.to in shown):
        other = model.entities[join.to]
        on = exp.EQ(this=_own(entity, join.by), expression=_own(other, join.by))
        select = select.join(other.table, on=on, join_type="left")
    return select


def _shown(entity: Entity, column: str) -> exp.Expr:
    table, _, name = column.rpartition(".")
    return exp.column(name, table or entity.table)


def _own(entity: Entity, column: str) -> exp.Column:
    return exp.column(column, entity.table)


def _qualified(entity: Entity, condition: exp.Expr) -> exp.Expr:
    for column in condition.find_all(exp.Column):
        column.set("table", exp.to_identifier(entity.table))
    return condition
