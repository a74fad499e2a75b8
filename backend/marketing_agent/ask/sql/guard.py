"""The first wall: one SELECT over the tables that may be asked, printed again from its tree."""

from datetime import date

from sqlglot import Dialect, exp

from marketing_agent.ask.sql.columns import DIALECT, resolve
from marketing_agent.ask.sql.errors import SqlTooComplex
from marketing_agent.ask.sql.reading import read
from marketing_agent.ask.sql.shape import check_shape
from marketing_agent.metrics.prepared import Recent

_DIALECT = Dialect.get_or_raise(DIALECT)
_sound: Recent[str] = Recent(1024)


def check(sql: str, max_rows: int, today: date | None = None) -> str:
    """The statement to run in place of `sql`; raises a SqlRefused with the reason.

    It returns at most one row more than `max_rows`, so that a cut result can be told from a whole
    one. `today` is what CURRENT_DATE means, if it is given. Checking the answer again gives the
    answer, so that it is remembered with its text.
    """
    found = _sound.get((sql, max_rows, today))
    if found is None:
        found = judge(sql, max_rows, today)
        _sound.put((sql, max_rows, today), found)
        _sound.put((found, max_rows, None), found)
    return found


def judge(sql: str, max_rows: int, today: date | None = None) -> str:
    """What `check` says of a text that it does not remember."""
    tree = read(sql)
    try:
        if today is not None:
            tree = _on_day(tree, today)
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
    try:
        return _DIALECT.generate(read(sql), pretty=True, comments=False)
    except RecursionError as error:
        raise SqlTooComplex("The statement is nested too deeply. Split it with WITH.") from error


def _on_day(tree: exp.Query, today: date) -> exp.Query:
    """The statement with CURRENT_DATE as that day of the store."""
    for node in list(tree.find_all(exp.CurrentDate)):
        node.replace(exp.cast(exp.Literal.string(today.isoformat()), exp.DType.DATE))
    return tree


def _cap(tree: exp.Query, rows: int) -> None:
    limit = tree.args.get("limit")
    if limit is None or int(limit.expression.name) > rows:
        tree.set("limit", exp.Limit(expression=exp.Literal.number(rows)))
