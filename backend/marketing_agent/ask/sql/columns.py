"""Every column is resolved against the tables, `*` becomes names, and joins must join."""

from functools import cache

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import MappingSchema

from marketing_agent.ask.sql.errors import (
    ConstructRefused,
    JoinRefused,
    SqlTooComplex,
    StarRefused,
    UnknownColumn,
)
from marketing_agent.warehouse.schemas import canonical_tables

DIALECT = "duckdb"
# Lineage names imports and files; it is shown where a number is opened, not asked for.
HIDDEN = frozenset({"import_id", "source_file", "dated_by_import", "dated_by_file"})
_MAX_GROWTH = 4_000


@cache
def askable() -> dict[str, dict[str, str]]:
    """Tables and columns that may be asked, with their types."""
    return {
        name: {column.name: column.type for column in table.columns if column.name not in HIDDEN}
        for name, table in canonical_tables().items()
    }


@cache
def _schema() -> MappingSchema:
    return MappingSchema(
        {name: dict(columns) for name, columns in askable().items()}, normalize=False
    )


def resolve(tree: exp.Query) -> exp.Query:
    """The tree with every column tied to its table; raises SqlRefused."""
    _bound_growth(tree)
    names = _name_results(tree)
    try:
        resolved = qualify(
            tree, schema=_schema(), dialect=DIALECT, quote_identifiers=False, identify=False
        )
    except SqlglotError as error:
        raise UnknownColumn(_sentence(error)) from error
    except RecursionError as error:
        raise SqlTooComplex("The statement is nested too deeply.") from error
    except (ValueError, KeyError, AttributeError, TypeError, IndexError) as error:
        raise ConstructRefused("The columns of this statement cannot be made out.") from error
    _check_resolved(resolved)
    _give_names_back(resolved, names)
    return resolved


def _bound_growth(tree: exp.Query) -> None:
    """Refuses what would grow without end when names are filled in.

    `*` over one source adds at most its columns. A name of the SELECT list used again is replaced
    by what it stands for, so a chain that doubles each time would take all memory.
    """
    growth = 0
    for select in tree.find_all(exp.Select):
        _check_stars(select)
        sizes: dict[str, int] = {}
        for projection in select.expressions:
            size = sum(_size_of(node, sizes) for node in projection.walk())
            growth += size
            if isinstance(projection, exp.Alias):
                sizes[projection.alias.lower()] = size
        for key in ("where", "group", "having", "qualify", "order"):
            clause = select.args.get(key)
            growth += sum(_size_of(node, sizes) for node in clause.walk()) if clause else 0
        if growth > _MAX_GROWTH:
            raise SqlTooComplex("The statement has too many parts. Ask for less at once.")


def _size_of(node: exp.Expr, sizes: dict[str, int]) -> int:
    if isinstance(node, exp.Column) and not node.table:
        return sizes.get(node.name.lower(), 1)
    return 1


def _check_stars(select: exp.Select) -> None:
    stars = [one for one in select.expressions if one.is_star]
    if len(stars) > 1:
        raise StarRefused("Use * once in a SELECT, and name the other columns.")
    if stars and isinstance(stars[0], exp.Star) and select.args.get("joins"):
        raise StarRefused("Write table.* or name the columns where tables are joined.")
    if stars and not select.args.get("from_"):
        raise StarRefused("* needs a table.")


def _results(tree: exp.Query) -> exp.Select | None:
    """The SELECT that names the columns of the result."""
    found: exp.Expr = tree
    while isinstance(found, (exp.SetOperation, exp.Subquery)):
        found = found.this
    return found if isinstance(found, exp.Select) else None


def _name_results(tree: exp.Query) -> dict[str, str]:
    """Names nameless results after their own text; the names as written, by lower case."""
    select = _results(tree)
    if select is None:
        return {}
    for one in list(select.expressions):
        if not one.is_star and not isinstance(one, (exp.Alias, exp.Column)):
            text = one.sql(DIALECT, comments=False)[:60]
            one.replace(exp.alias_(one.copy(), text, quoted=True))
    return {one.alias.lower(): one.alias for one in select.expressions if one.alias}


def _give_names_back(tree: exp.Query, names: dict[str, str]) -> None:
    select = _results(tree)
    for one in select.expressions if select else []:
        written = names.get(one.alias.lower())
        if written is not None and written != one.alias:
            one.set("alias", exp.to_identifier(written, quoted=True))


def _check_resolved(tree: exp.Query) -> None:
    for node in tree.walk():
        if isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count):
            raise StarRefused("Name the columns in place of *.")
        if isinstance(node, exp.Join):
            _check_condition(node)


def _check_condition(join: exp.Join) -> None:
    condition = join.args.get("on")
    sides = {column.table for column in condition.find_all(exp.Column)} if condition else set()
    if len(sides) < 2 or join.alias_or_name not in sides:
        raise JoinRefused("The condition of a join must compare columns of both tables.")


def _sentence(error: Exception) -> str:
    first = str(error).strip().splitlines()[0] if str(error).strip() else "A column is unknown"
    return first.split(". Line:")[0].rstrip(".")[:200] + "."
