"""Statements as PostgreSQL takes them: one SELECT over the version, its values numbered."""

import re
from dataclasses import dataclass
from functools import lru_cache

from marketing_agent.warehouse.errors import QueryRefused
from marketing_agent.warehouse.pg.names import PREFIX

# Texts and quoted names are stepped over whole; dollar quotes and escapes have no place here.
_PART = re.compile(
    r"""(?P<text>'(?:[^']|'')*') | "(?P<quoted>(?:[^"]|"")*)"(?P<quoted_dot>\s*\.)?
      | %\((?P<value>\w+)\)s | (?P<word>\w+)(?P<dot>\s*\.)?(?P<escaped>')?
      | (?P<odd>; | \$ | -- | /\* | ' | ")""",
    re.VERBOSE,
)
_BEGINS = ("select", "with")
_WRITES = {"insert", "update", "delete", "merge", "into", "lock"}
_OTHER_SCHEMAS = (PREFIX, "pg_", "information_schema", "public")


@dataclass(frozen=True)
class Numbered:
    """A statement whose values are `$1`, `$2`, …, and the names that they come from, in order."""

    sql: str
    names: tuple[str, ...]


@lru_cache(maxsize=2048)
def numbered(sql: str) -> Numbered:
    """The statement with its `%(name)s` numbered; raises QueryRefused unless it is one SELECT.

    The wall is the role, which can do nothing but read. This looks at words alone, which costs next
    to nothing: one statement that begins like a SELECT, has no word that writes, and names no
    schema, so that none reaches another version.
    """
    names: dict[str, int] = {}
    if not sql.lstrip(" \n(").lower().startswith(_BEGINS):
        raise QueryRefused("Only one SELECT statement at a time can be run.")

    def numbering(part: re.Match[str]) -> str:
        if part["value"]:
            return f"${names.setdefault(part['value'], len(names) + 1)}"
        _check(part)
        return part.group()

    return Numbered(_PART.sub(numbering, sql), tuple(names))


def _check(part: re.Match[str]) -> None:
    if part["odd"] or part["escaped"]:
        raise QueryRefused("Only one SELECT statement at a time can be run.")
    if part["word"] and part["word"].lower() in _WRITES:
        raise QueryRefused("Only reading is possible.")
    schema = (part["quoted"] if part["quoted_dot"] else part["word"] if part["dot"] else "") or ""
    if schema.lower().startswith(_OTHER_SCHEMAS):
        raise QueryRefused("A table is named without its schema.")
