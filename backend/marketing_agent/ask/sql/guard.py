"""The first wall: one SELECT over the tables that may be asked, printed again from its tree."""

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


def _cap(tree: exp.Query, rows: int) -> None:
    limit = tree.args.get("limit")
    if limit is None or int(limit.expression.name) > rows:
        tree.set("limit", exp.Limit(expression=exp.Literal.number(rows)))
