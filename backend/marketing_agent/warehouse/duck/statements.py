"""SQL made from the declaration of canonical tables, as SQLGlot expressions."""

from collections.abc import Iterable, Sequence

from sqlglot import exp, parse_one

from marketing_agent.warehouse.canonical import Column, Table
from marketing_agent.warehouse.engine import Layer


def _select(text: str) -> exp.Select:
    found = parse_one(text, read="duckdb")
    if not isinstance(found, exp.Select):
        raise TypeError("a template must be one SELECT")
    return found


_PARQUET = _select("SELECT * FROM read_parquet($path)")
_NUMBERED_PARQUET = _select("SELECT * FROM read_parquet($path, file_row_number = true)")
_TYPED_PARQUET = _select(
    """
    SELECT CASE WHEN f.order_id = staged.order_id THEN 'new'
        WHEN f.order_id IS NOT NULL THEN 'returning' END AS customer_type
    FROM read_parquet($path) AS staged
    LEFT JOIN first_orders AS f ON f.customer_key = staged.customer_key
    """
)
_CSV = _select(
    """
    SELECT * FROM read_csv($path, columns = $columns, rejects_table = $errors,
        rejects_scan = $scans, auto_detect = false, header = true, delim = ',', quote = '"',
        escape = '"', strict_mode = true, null_padding = false, store_rejects = true,
        compression = 'none', encoding = 'utf-8')
    """
)


def sql(expression: exp.Expression) -> str:
    """Prints for DuckDB."""
    return expression.sql(dialect="duckdb")


def named(name: str) -> exp.Table:
    """A table by its exact name."""
    return exp.Table(this=exp.to_identifier(name, quoted=True))


def columns(names: Iterable[str], table: str | None = None) -> list[exp.Column]:
    """Columns by their exact names."""
    return [exp.column(name, table=table, quoted=True) for name in names]


def create_table(table: Table, name: str | None = None) -> str:
    """CREATE TABLE of a canonical table, optionally under another name."""
    defined = [
        exp.ColumnDef(
            this=exp.to_identifier(column.name, quoted=True),
            kind=exp.DataType.build(column.type, dialect="duckdb"),
            constraints=[exp.ColumnConstraint(kind=exp.NotNullColumnConstraint())]
            if column.required
            else [],
        )
        for column in table.columns
    ]
    schema = exp.Schema(this=named(name or table.name), expressions=defined)
    return sql(exp.Create(this=schema, kind="TABLE"))


def add_column(table: str, column: Column) -> str:
    """ALTER TABLE that adds a column without values."""
    kind = exp.DataType.build(column.type, dialect="duckdb")
    added = exp.ColumnDef(this=exp.to_identifier(column.name, quoted=True), kind=kind)
    return sql(exp.Alter(this=named(table), kind="TABLE", actions=[added]))


def read_csv(name: str, keep: Sequence[str], layers: Sequence[Layer] = ()) -> str:
    """CREATE TEMP TABLE of the kept columns of a CSV, reshaped by the layers.

    Parameters path, columns, errors, scans and those that the layers name.
    """
    cells = [exp.alias_(_trimmed(cell), cell.name, quoted=True) for cell in columns(keep)]
    select = _CSV.copy().select(*cells, append=False)
    for layer in layers:
        shaped = [
            exp.Alias(this=value, alias=exp.to_identifier(column, quoted=True))
            for column, value in layer.items()
        ]
        select = exp.select(*shaped).from_(select.subquery("cells", copy=False), copy=False)
    temporary = exp.Properties(expressions=[exp.TemporaryProperty()])
    create = exp.Create(this=named(name), kind="TABLE", expression=select, properties=temporary)
    return sql(create)


def _trimmed(cell: exp.Column) -> exp.Expr:
    return exp.func("nullif", exp.Trim(this=cell), exp.Literal.string(""))


def staged_rows(table: Table, source: str, import_id: str, file_id: str) -> str:
    """SELECT of `source` in the declared order and types, with its lineage."""
    lineage = {"import_id": import_id, "source_file": file_id}
    picked = [
        exp.alias_(exp.Literal.string(lineage[column.name]), column.name, quoted=True)
        if column.name in lineage
        else exp.alias_(
            exp.cast(exp.column(column.name, quoted=True), column.type, dialect="duckdb"),
            column.name,
            quoted=True,
        )
        for column in table.staged_columns
    ]
    return sql(exp.select(*picked).from_(named(source)))


def exported_rows(table: Table, order: Sequence[str]) -> str:
    """SELECT of a whole table in its declared order of columns, text without NUL characters."""
    nul = exp.Chr(expressions=[exp.Literal.number(0)])
    picked: list[exp.Expr] = [
        exp.alias_(
            exp.func("replace", cell, nul.copy(), exp.Literal.string("")), cell.name, quoted=True
        )
        if column.type == "VARCHAR"
        else cell
        for column, cell in zip(table.columns, columns(c.name for c in table.columns), strict=True)
    ]
    return sql(exp.select(*picked).from_(named(table.name)).order_by(*columns(order)))


def insert_staged(table: Table) -> str:
    """INSERT of a Parquet file whose keys are unique; parameter path."""
    return _insert(table, _PARQUET.copy())


def insert_typed(table: Table) -> str:
    """INSERT of a Parquet file into the empty table with the type of each row's customer.

    Parameter path; reads the temporary table `first_orders`.
    """
    names = [column.name for column in table.staged_columns]
    rows = _TYPED_PARQUET.copy()
    rows.set("expressions", [*columns(names, "staged"), *rows.expressions])
    return _insert_into(table, [*names, "customer_type"], rows)


def insert_latest(table: Table) -> str:
    """INSERT of the last row of each key of a Parquet file; parameter path."""
    latest = exp.Window(
        this=exp.RowNumber(),
        partition_by=columns(table.key),
        order=exp.Order(expressions=[exp.Ordered(this=exp.column("file_row_number"), desc=True)]),
    )
    rows = _NUMBERED_PARQUET.copy()
    rows.set("qualify", exp.Qualify(this=exp.EQ(this=latest, expression=exp.Literal.number(1))))
    return _insert(table, rows)


def _insert(table: Table, rows: exp.Select) -> str:
    names = [column.name for column in table.staged_columns]
    rows.set("expressions", columns(names))
    return _insert_into(table, names, rows)


def _insert_into(table: Table, names: Sequence[str], rows: exp.Select) -> str:
    target = [exp.to_identifier(name, quoted=True) for name in names]
    return sql(exp.insert(rows, named(table.name), columns=target))


def repeated_keys(table: Table, *, staged: bool) -> str:
    """SELECT of one repeated key of the table or, with parameter path, of a Parquet file."""
    rows = _PARQUET.copy() if staged else exp.select("*").from_(named(table.name))
    rows.set("expressions", columns(table.key))
    repeated = exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1))
    return sql(rows.group_by(*columns(table.key)).having(repeated).limit(1))


def delete_replaced(table: Table) -> str:
    """DELETE of the rows that a Parquet file replaces; parameter path."""
    staged = _PARQUET.copy()
    staged.set("expressions", columns(table.replace))
    target = named(table.name)
    replaced = exp.alias_(staged.distinct().subquery(), "replaced", table=True)
    same = [
        exp.EQ(this=ours, expression=theirs)
        for ours, theirs in zip(
            columns(table.replace, table.name), columns(table.replace, "replaced"), strict=True
        )
    ]
    return sql(exp.Delete(this=target, using=[replaced], where=exp.Where(this=exp.and_(*same))))


def count_rows(table: str) -> str:
    """SELECT of the number of rows."""
    return sql(exp.select(exp.Count(this=exp.Star())).from_(named(table)))


def count_rejected(errors: str) -> str:
    """SELECT of the number of records listed in a table of CSV errors."""
    lines = exp.Count(this=exp.Distinct(expressions=columns(["line"])))
    return sql(exp.select(lines).from_(named(errors)))


def rejected(errors: str, longest: int) -> str:
    """SELECT of line, kind, message and text of each rejected record; parameter limit."""
    kind, message, text = (
        exp.func("first", column) for column in columns(["error_type", "error_message", "csv_line"])
    )
    line = exp.column("line", quoted=True)
    cut = exp.func("left", text, exp.Literal.number(longest))
    select = exp.select(line, kind, message, cut).from_(named(errors)).group_by(line)
    return sql(select.order_by(line).limit(exp.Parameter(this=exp.var("limit"))))


def describe(source: str) -> str:
    """DESCRIBE of a table or view."""
    return sql(exp.Describe(this=named(source)))


def count_filled(required: Sequence[str]) -> str:
    """SELECT of all rows and the rows with a value per column of a Parquet file; parameter path."""
    counts = [exp.Count(this=exp.Star()), *(exp.Count(this=column) for column in columns(required))]
    return sql(_PARQUET.copy().select(*counts, append=False))


def describe_staged() -> str:
    """DESCRIBE of a Parquet file; parameter path."""
    return sql(exp.Describe(this=_PARQUET.copy()))
