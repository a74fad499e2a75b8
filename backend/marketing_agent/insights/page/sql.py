"""The statements of insights: files of SQL beside the code, read into trees that engines print.

A file is one SELECT with `$name` parameters. Where a page lets people choose a column, the file
names a stand-in (such as `split_member`), and `with_column` puts the chosen one in its place as a
tree: nothing is ever put together as text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from sqlglot import exp, parse_one

from marketing_agent.metrics.compiler.text import Dialect, Statement, print_sql
from marketing_agent.metrics.facts import ORDER_FACTS, facts_with
from marketing_agent.metrics.prepared import Recent

Types = Mapping[str, str]
_TYPES = {
    "start": "DATE", "end": "DATE", "before_start": "DATE", "before_end": "DATE", "today": "DATE",
    "limit": "BIGINT",
}  # fmt: skip
"""Types of the parameters that every page may use; other names are declared where they are used."""


@dataclass(frozen=True)
class Sql:
    """A statement by its name (`cohorts:retention`); variants add a colon and what they chose."""

    key: str
    tree: exp.Expr

    def with_column(self, stand_in: str, chosen: str) -> "Sql":
        """The variant that reads a chosen column (`orders.country`) where the stand-in stands."""
        column = exp.to_column(chosen)

        def put(node: exp.Expr) -> exp.Expr:
            if isinstance(node, exp.Column) and node.name == stand_in and not node.table:
                return column.copy()
            return node

        return Sql(f"{self.key}:{chosen}", self.tree.copy().transform(put))

    def with_word(self, stand_in: str, chosen: str) -> "Sql":
        """The variant in which a literal stand-in (`'grain'`) is another word, such as month."""

        def put(node: exp.Expr) -> exp.Expr:
            if isinstance(node, exp.Literal) and node.is_string and node.this == stand_in:
                return exp.Literal.string(chosen)
            if isinstance(node, exp.Var) and str(node.this).lower() == stand_in:
                return exp.var(chosen.upper())
            return node

        return replace(self, key=f"{self.key}:{chosen}", tree=self.tree.copy().transform(put))

    def with_source(self, name: str, source: "Sql") -> "Sql":
        """The variant that reads another statement as a table of that name."""
        tree = self.tree.copy()
        inner = exp.select("*").with_(name, as_=source.tree.copy()).args["with_"]
        own = tree.args.get("with_")
        if own:
            own.expressions.insert(0, inner.expressions[0])
        else:
            tree.set("with_", inner)
        return replace(self, key=f"{self.key}:{source.key}", tree=tree)

    def with_facts(self) -> "Sql":
        """The variant that reads `order_facts`, with those of its columns that it names."""
        named = {column.name for column in self.tree.find_all(exp.Column)}
        made = self.with_source(ORDER_FACTS, Sql("facts", facts_with(named)))
        return replace(made, key=f"{self.key}:facts")

    def over_kept(self, table: str) -> exp.Expr:
        """What tells the same where the facts are kept, and `table` is what they are named."""
        tree = self.tree.copy()
        own = tree.args["with_"]
        own.set("expressions", [each for each in own.expressions if each.alias != ORDER_FACTS])
        if not own.expressions:
            tree.set("with_", None)
        for each in list(tree.find_all(exp.Table)):
            if each.name == ORDER_FACTS:
                each.replace(exp.to_table(table, alias=each.alias or ORDER_FACTS))
        return tree

    @property
    def reads_facts(self) -> bool:
        own = self.tree.args.get("with_")
        return own is not None and own.expressions[0].alias == ORDER_FACTS

    @property
    def tables(self) -> tuple[str, ...]:
        """The warehouse tables it reads, by name."""
        made = {cte.alias for cte in self.tree.find_all(exp.CTE)}
        found = {table.name for table in self.tree.find_all(exp.Table)} - made
        return tuple(sorted(found))


@cache
def sql_file(folder: Path, name: str, **types: str) -> Sql:
    """The statement in `folder/name.sql`. `types` declares its own parameters."""
    text = (folder / f"{name}.sql").read_text("utf-8")
    known = _TYPES | types
    tree = parse_one(text, read="duckdb")
    for each in tree.find_all(exp.Placeholder):
        each.set("kind", exp.DataType.build(known[str(each.this)]))
    return Sql(f"{folder.name}:{name}", tree)


# Shapes of rules are without end, and so are their statements: only the last are remembered.
_statements: Recent[Statement] = Recent(512)


def statement(sql: Sql, dialect: Dialect) -> Statement:
    """The text for an engine, printed once in a process for as long as it is in use."""
    known = _statements.get((sql.key, dialect))
    if known is None:
        known = print_sql(sql.tree, dialect)
        _statements.put((sql.key, dialect), known)
    return known


def over_kept(sql: Sql, table: str, dialect: Dialect) -> Statement:
    """The same as `statement`, reading the kept facts of that name."""
    known = _statements.get((sql.key, dialect, table))
    if known is None:
        known = print_sql(sql.over_kept(table), dialect)
        _statements.put((sql.key, dialect, table), known)
    return known
