"""Why the guard refuses a statement: one code per reason, all of them 422.

SqlRefused
├── EmptySql          ├── NotASelect        ├── UnknownTable      ├── FunctionRefused
├── SqlTooLong        ├── WriteRefused      ├── QualifiedTable    ├── TypeRefused
├── SqlTooComplex     ├── RecursiveRefused  ├── TableFunction     ├── ConstructRefused
├── SqlSyntax         ├── ShadowedTable     ├── UnknownColumn     ├── ParameterRefused
└── ManyStatements    └── JoinRefused       └── StarRefused       └── LimitRefused
"""

from marketing_agent.kernel.errors import Invalid


class SqlRefused(Invalid):
    """Base of the guard's refusals. The message says what to write instead."""

    code = "sql.refused"


class EmptySql(SqlRefused):
    """There is no statement."""

    code = "sql.empty"


class SqlTooLong(SqlRefused):
    """The text is longer than any honest question."""

    code = "sql.too_long"


class SqlTooComplex(SqlRefused):
    """Nested too deeply, too many parts, or growing too much when names are filled in."""

    code = "sql.too_complex"


class SqlSyntax(SqlRefused):
    """The text cannot be read as SQL."""

    code = "sql.syntax"


class ManyStatements(SqlRefused):
    """More than one statement."""

    code = "sql.many_statements"


class NotASelect(SqlRefused):
    """A command, a setting, a description: anything but a question."""

    code = "sql.not_a_select"


class WriteRefused(SqlRefused):
    """Something that would change data, alone or inside a question."""

    code = "sql.write"


class RecursiveRefused(SqlRefused):
    """A common table expression that may refer to itself."""

    code = "sql.recursive"


class ShadowedTable(SqlRefused):
    """A common table expression under the name of a real table."""

    code = "sql.shadowed_table"


class JoinRefused(SqlRefused):
    """A join without a condition over both sides, or of an unusual kind."""

    code = "sql.join"


class UnknownTable(SqlRefused):
    """No table that may be asked."""

    code = "sql.unknown_table"


class QualifiedTable(SqlRefused):
    """A table named with a schema or catalog."""

    code = "sql.qualified_table"


class TableFunction(SqlRefused):
    """A function where a table belongs."""

    code = "sql.table_function"


class UnknownColumn(SqlRefused):
    """No column that may be asked, or one that several tables have."""

    code = "sql.unknown_column"


class StarRefused(SqlRefused):
    """A `*` where it could stand for too much."""

    code = "sql.star"


class FunctionRefused(SqlRefused):
    """A function that is not on the list."""

    code = "sql.function"


class TypeRefused(SqlRefused):
    """A type that is not on the list."""

    code = "sql.type"


class ConstructRefused(SqlRefused):
    """A part of the language that is not on the list."""

    code = "sql.construct"


class ParameterRefused(SqlRefused):
    """A parameter without a value."""

    code = "sql.parameter"


class LimitRefused(SqlRefused):
    """LIMIT or OFFSET that is not a plain number."""

    code = "sql.limit"
