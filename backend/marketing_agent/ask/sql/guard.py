"""The first wall: one SELECT over the tables that may be asked, printed again from its tree."""

from datetime import date
from functools import lru_cache

from sqlglot import Dialect, exp

from marketing_agent.ask.sql.columns import DIALECT, resolve
from marketing_agent.ask.sql.errors import SqlTooComplex
from marketing_agent.ask.sql.reading import read
from marketing_agent.ask.sql.shape import check_shape

_DIALECT = Dialect.get_or_raise(DIALECT)


@lru_cache(maxsize=512)
def check(sql: str, max_rows: int) -> str:
    """The statement to run in place of `sql`; raises a SqlRefused with the reason.

    It returns at most one row more than `max_rows`, so that a cut result can be told from a whole
    one. Checking the answer again gives the answer.
    """
    tree = read(sql)
    try:
        check_shape(tree)
        resolved = resolve(tree)
        _cap(resolved, max_rows + 1)
        # Without a copy: nobody else has this tree, and copying costs a quarter of the whole check.
        return _DIALECT.generate(resolved, copy=False, pretty=True, comments=False)
    except RecursionError as error:
        raise SqlTooComplex("The statement is nested too deeply. Split it with WITH.") from error


def tidy(sql: str) -> str:
    """The statement laid out for people and without comments; raises a SqlRefused.

    It is read, not judged: `check` does that.
    """
    return _printed(read(sql))


def on_day(sql: str, today: date) -> str:
    """The statement with CURRENT_DATE as that day of the store; raises a SqlRefused."""
    tree = read(sql)
    for node in list(tree.find_all(exp.CurrentDate)):
        node.replace(exp.cast(exp.Literal.string(today.isoformat()), exp.DType.DATE))
    return _printed(tree)


def _printed(tree: exp.Query) -> str:
    try:
        return _DIALECT.generate(tree, pretty=True, comments=False)
    except RecursionError as error:
        raise SqlTooComplex("The statement is nested too deeply. Split it with WITH.") from error


def _cap(tree: exp.Query, rows: int) -> None:
    limit = tree.args.get("limit")
    if limit is None or int(limit.expression.name) > rows:
        tree.set("limit", exp.Limit(expression=exp.Literal.number(rows)))
