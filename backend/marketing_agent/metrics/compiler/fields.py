"""Dimensions as SQL: the expression that holds a value, and the joins that lead to it."""

from collections.abc import Iterable

from sqlglot import exp

from marketing_agent.metrics.compiler.plan import FactPlan, FilterPlan, Plan
from marketing_agent.metrics.dimensions import (
    BUCKET_WEEKDAY,
    CHANNEL_RULES,
    Column,
    Derived,
    Dimension,
    Lookup,
)
from marketing_agent.metrics.errors import UnsupportedQuery

_COMPARISONS: dict[str, type[exp.Binary]] = {
    "=": exp.EQ,
    "!=": exp.NEQ,
    ">": exp.GT,
    ">=": exp.GTE,
    "<": exp.LT,
    "<=": exp.LTE,
}


class Fields:
    """The fields of one fact. Asking for a field collects the joins that it needs."""

    def __init__(self, plan: Plan, fact: FactPlan) -> None:
        self._plan = plan
        self._fact = fact
        self._table = fact.entity.table
        self._joins: dict[str, exp.Join] = {}

    def joined(self, select: exp.Select) -> exp.Select:
        """The select with the joins of every field asked for so far."""
        for join in self._joins.values():
            select.append("joins", join)
        return select

    def reach(self, path: str | None) -> None:
        """Joins what leads to a column of a lookup."""
        if path:
            self._path(path)

    def value(self, dimension: Dimension) -> exp.Expr:
        """The dimension's value; empty text counts as none."""
        if self._fact.carried is not None:
            found = self._of_report(dimension, self._fact.carried)
        else:
            column = dimension.column(self._fact.entity.name)
            if column is None:
                raise UnsupportedQuery(f"{self._fact.entity.label} have no {dimension.label}.")
            found = self._of_column(column)
        return self._named(dimension, found)

    def condition(self, asked: FilterPlan) -> exp.Expr:
        """The condition of a filter; what is not equal to a value may also be nothing."""
        value = self.value(asked.dimension)
        kind = "VARCHAR" if asked.dimension.kind == "text" else "BIGINT"
        kind = "DATE" if asked.dimension.kind == "month" else kind
        if asked.dimension.listed:
            return _among(value, asked)
        return compare(value, asked.op, asked.values, kind)

    def _of_column(self, column: Column) -> exp.Expr:
        if isinstance(column, Derived):
            return self._derived(column)
        if isinstance(column, tuple):
            return exp.func("COALESCE", *(_filled(self._path(each)) for each in column))
        return _filled(self._path(column))

    def _derived(self, column: Derived) -> exp.Expr:
        if column.const is not None:
            return exp.Literal.string(column.const)
        if column.weekday is not None:
            return weekday(self._path(column.weekday))
        if column.month is not None:
            return truncated(self._path(column.month), "month")
        if column.hour is not None:
            return self._hour(column.hour)
        return self._variant(column.variant or "")

    def _hour(self, path: str) -> exp.Expr:
        local = exp.ConvertTimezone(
            source_tz=exp.Literal.string("UTC"),
            target_tz=typed_parameter("timezone"),
            timestamp=self._path(path),
        )
        return exp.cast(exp.Extract(this=exp.var("HOUR"), expression=local), "BIGINT")

    def _variant(self, lookup: str) -> exp.Expr:
        """Title and options as an order line names them; a sole variant has only the title."""
        options = [_filled(self._path(f"{lookup}.option{n}")) for n in (1, 2, 3)]
        first, *more = options
        text: exp.Expr = first
        for each in more:
            part = concat(exp.Literal.string(" / "), each)
            text = concat(text, exp.func("COALESCE", part, exp.Literal.string("")))
        sole = exp.EQ(this=first.copy(), expression=exp.Literal.string("Default Title"))
        named = exp.Case().when(sole, exp.Literal.string(""))
        named = named.else_(concat(exp.Literal.string(" - "), text))
        title = self._path("products.title")
        return concat(title, exp.func("COALESCE", named, exp.Literal.string("")))

    def _path(self, path: str) -> exp.Expr:
        *steps, column = path.split(".")
        table = self._table
        name = self._fact.entity.name
        for step in steps:
            table, name = self._join(table, name, step), step
        return exp.column(column, table)

    def _join(self, table: str, source: str, target: str) -> str:
        """Only lookups by a key of their own: no row of the fact is met twice."""
        if target not in self._plan.vocabulary.joins.get(source, ()):
            raise UnsupportedQuery(f"{source} has no many-to-one join to {target}.")
        lookup = self._plan.vocabulary.lookups[target]
        if target not in self._joins:
            same = exp.EQ(
                this=exp.column(lookup.by or lookup.key, table),
                expression=exp.column(lookup.key, target),
            )
            self._joins[target] = exp.Join(this=_lookup(lookup, target), on=same, side="LEFT")
        return target

    def _of_report(self, dimension: Dimension, carried: frozenset[str]) -> exp.Expr:
        entry = dimension.report_parts(carried, self._plan.vocabulary.channel_carriers)
        if entry is None:
            raise UnsupportedQuery(f"The report has no {dimension.label}.")
        if entry == CHANNEL_RULES:
            return self._channel(carried)
        if entry == BUCKET_WEEKDAY:
            return weekday(exp.column("bucket_start", self._table))
        first, *more = (self._cell(name) for name in entry.split("+"))
        for part in more:
            sole = exp.EQ(this=part, expression=exp.Literal.string("Default Title"))
            named = exp.Case().when(sole, exp.Literal.string(""))
            named = named.else_(concat(exp.Literal.string(" - "), part.copy()))
            first = concat(first, exp.func("COALESCE", named, exp.Literal.string("")))
        return first

    def _cell(self, name: str) -> exp.Expr:
        path = exp.JSONPath(expressions=[exp.JSONPathRoot(), exp.JSONPathKey(this=name)])
        dims = exp.column("dims", self._table)
        return _filled(exp.paren(exp.JSONExtractScalar(this=dims, expression=path)))

    def _channel(self, carried: frozenset[str]) -> exp.Expr:
        case = exp.Case()
        for rule in self._plan.vocabulary.channel_rules:
            if set(rule.when) <= carried:
                held = [_one_of(self._cell(name), words) for name, words in rule.when.items()]
                case = case.when(
                    exp.and_(*held, copy=False), exp.Literal.string(rule.to), copy=False
                )
        return case

    def _named(self, dimension: Dimension, value: exp.Expr) -> exp.Expr:
        """Names of exports as the codes that everyone uses."""
        if dimension.lower and self._fact.carried is not None:
            return exp.Lower(this=value)
        if dimension.values is None:
            return value
        names = self._plan.vocabulary.values[dimension.values]
        codes = self._plan.present.get(dimension.values, ())
        if not codes:
            return value
        case = exp.Case()
        for code in codes:
            case = case.when(
                _one_of(value.copy(), names[code]), exp.Literal.string(code), copy=False
            )
        return case.else_(value.copy(), copy=False)


def typed_parameter(name: str, kind: str = "VARCHAR") -> exp.Placeholder:
    """A named parameter of that type."""
    return exp.Placeholder(this=name, kind=exp.DataType.build(kind))


def compare(value: exp.Expr, op: str, names: tuple[str, ...], kind: str) -> exp.Expr:
    """A value against parameters."""
    if op in ("is_null", "is_not_null"):
        nothing = exp.Is(this=value, expression=exp.null())
        return nothing if op == "is_null" else exp.Not(this=nothing)
    parameters = [typed_parameter(name, kind) for name in names]
    if op in ("in", "not_in"):
        held: exp.Expr = exp.In(this=value, expressions=parameters)
        if op == "in":
            return held
        return exp.or_(exp.Not(this=held), exp.Is(this=value.copy(), expression=exp.null()))
    found = _COMPARISONS[op](this=value, expression=parameters[0])
    if op == "!=":
        return exp.or_(found, exp.Is(this=value.copy(), expression=exp.null()))
    return found


def truncated(day: exp.Expr, grain: str) -> exp.Expr:
    """The first day of the period that a day is in; weeks begin on Monday."""
    if grain == "day":
        return exp.cast(day, "DATE")
    unit = exp.Literal.string(grain.upper())
    return exp.cast(exp.func("DATE_TRUNC", unit, day), "DATE")


def weekday(day: exp.Expr) -> exp.Expr:
    """1 for Monday to 7 for Sunday."""
    return exp.cast(exp.DayOfWeekIso(this=day), "BIGINT")


def concat(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Texts one after the other; nothing where either is nothing."""
    return exp.DPipe(this=left, expression=right, safe=True)


def _filled(value: exp.Expr) -> exp.Expr:
    """Text that says something. Days and instants never come here: they are derived from."""
    return exp.func("NULLIF", value, exp.Literal.string(""))


def _one_of(value: exp.Expr, words: Iterable[str]) -> exp.Expr:
    literals = [exp.Literal.string(word) for word in words]
    return exp.In(this=exp.Lower(this=value), expressions=literals)


def _among(value: exp.Expr, asked: FilterPlan) -> exp.Expr:
    """Whether a list of names, written with commas, holds one of the values."""
    if not asked.values:
        return compare(value, asked.op, (), "VARCHAR")
    listed = concat(concat(exp.Literal.string(", "), value), exp.Literal.string(", "))
    held = []
    for name in asked.values:
        word = concat(
            concat(exp.Literal.string(", "), typed_parameter(name)), exp.Literal.string(", ")
        )
        place = exp.StrPosition(this=listed.copy(), substr=word)
        held.append(exp.GT(this=place, expression=exp.Literal.number(0)))
    found = exp.or_(*held)
    if asked.op not in ("!=", "not_in"):
        return found
    return exp.or_(exp.Not(this=exp.paren(found)), exp.Is(this=value.copy(), expression=exp.null()))


def _lookup(lookup: Lookup, alias: str) -> exp.Expr:
    if lookup.one_per is None:
        return exp.alias_(exp.to_table(lookup.table), alias, table=True)
    key, value = exp.column(lookup.key), exp.column(lookup.one_per)
    once = exp.EQ(
        this=exp.Count(this=exp.Distinct(expressions=[value])), expression=exp.Literal.number(1)
    )
    rows = exp.select(key, exp.alias_(exp.Min(this=value.copy()), lookup.one_per))
    rows = rows.from_(lookup.table).group_by(key.copy()).having(once)
    return rows.subquery(alias)
