"""A small store with rows in every table, to try statements on where there is no workspace."""

from sqlglot import exp

from marketing_agent.warehouse.schemas import Column, StagedImport, Table, canonical_tables
from marketing_agent.warehouse.service import Warehouse

WORKSPACE = "sample"
VERSION = 1
_ROWS = 2_000
_ROW = exp.column("i")
_FIRST_DAY = exp.cast(exp.Literal.string("2026-01-01"), "DATE")
_DAYS = 300
_NAMES = 40
_JSON = {"dims"}
# The ledger's total is the sum of its seven amounts, and every version is checked for it.
_TOTALS = {"total_sales_minor": 7}


def build_sample_store(warehouse: Warehouse, workspace_id: str = WORKSPACE) -> None:
    """Builds version 1 of a workspace: 2,000 made-up rows in every table."""
    with warehouse.scratch(workspace_id, WORKSPACE) as scratch:
        staged = []
        for table in canonical_tables().values():
            source = f"{table.name}_rows"
            create = exp.Create(
                this=exp.to_table(source),
                kind="TABLE",
                expression=_rows(table),
                properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
            )
            scratch.execute(create.sql("duckdb"))
            staged.append(scratch.stage(table.name, WORKSPACE, source))
    warehouse.build_version(workspace_id, None, VERSION, [StagedImport(WORKSPACE, tuple(staged))])


def _rows(table: Table) -> exp.Select:
    numbers = exp.Table(
        this=exp.Anonymous(this="range", expressions=[exp.Literal.number(_ROWS)]),
        alias=exp.TableAlias(this=exp.to_identifier("n"), columns=[exp.to_identifier("i")]),
    )
    lineage = {"import_id", "source_file"}
    picked = [
        exp.alias_(_value(column, table), column.name, quoted=True)
        for column in table.staged_columns
        if column.name not in lineage
    ]
    return exp.select(*picked).from_(numbers)


def _value(column: Column, table: Table) -> exp.Expr:
    unique = column.name in table.key
    match column.type:
        case "VARCHAR" if column.name in _JSON:
            opened = exp.DPipe(this=exp.Literal.string('{"number": "'), expression=_cycle(_NAMES))
            return exp.DPipe(this=opened, expression=exp.Literal.string('"}'))
        case "VARCHAR":
            number = _ROW if unique else _cycle(_NAMES)
            return exp.DPipe(this=exp.Literal.string(f"{column.name} "), expression=number)
        case "DATE":
            return exp.cast(exp.Add(this=_FIRST_DAY, expression=_whole(_DAYS)), "DATE")
        case "TIMESTAMP":
            return exp.cast(exp.Add(this=_FIRST_DAY, expression=_whole(_DAYS)), "TIMESTAMP")
        case "BOOLEAN":
            return exp.EQ(this=_cycle(2), expression=exp.Literal.number(0))
    amount = exp.Mul(this=_cycle(97), expression=exp.Literal.number(_TOTALS.get(column.name, 1)))
    return exp.cast(_ROW if unique else amount, column.type, dialect="duckdb")


def _cycle(length: int) -> exp.Paren:
    return exp.paren(exp.Mod(this=_ROW.copy(), expression=exp.Literal.number(length)))


def _whole(length: int) -> exp.Expr:
    return exp.cast(_cycle(length), "INT")
