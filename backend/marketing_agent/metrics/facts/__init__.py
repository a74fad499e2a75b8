"""Facts of orders: what statements over customers' orders all work out first, made once.

`order_facts` is a SELECT over the tables of a version, with a row for every order that names its
customer, and one for what the ledger tells of an order that is not here, such as a credit. A
statement stands on it as on a common table expression, so that it runs on the version as it is.
Where a job has kept its rows beside the version, the very same statement reads these.

- `customer`: number of the customer, in the order of their first orders; `customer_key`
- `order_id`, `order_date`, `created_at`, `cancelled` (empty for what the ledger alone tells)
- `place`: which of the customer's orders that count it is, from 1; empty where it was cancelled
- `first_date`, `first_at`: when the first of them was placed; empty where all were cancelled
- `previous_date`, `next_date`, `next_product`: of the orders that count before and after it
- `value_minor`: gross sales and discounts; `net_minor`: net sales with returns
- `spent_so_far`: totals less refunds, of it and the orders before it
- `product`: of its dearest line, by the title, else as it was sold
- `consent`: 1 or 0 where a customers export tells, else empty
"""

import hashlib
import logging
from collections.abc import Collection
from functools import cache
from pathlib import Path

from sqlglot import exp, parse_one

from marketing_agent.metrics.compiler import print_sql
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.errors import OutdatedVersion
from marketing_agent.warehouse.service import Warehouse

ORDER_FACTS = "order_facts"
HERE = Path(__file__).parent
_log = logging.getLogger(__name__)


def keep_facts(warehouse: Warehouse, workspace: Workspace) -> None:
    """Keeps the facts beside the published version. Doing it again is nothing.

    Raises UnknownVersion where the version was pruned meanwhile.
    """
    tree = _whole().copy().order_by("customer", "place")
    text = print_sql(tree, warehouse.dialect).sql
    try:
        warehouse.keep(workspace.id, workspace.warehouse_version, _kept_name(), text)
    except OutdatedVersion as error:
        # Of a version of an earlier release: its pages say what it lacks.
        _log.warning("No facts of orders are kept: %s", error)


def kept_facts(warehouse: Warehouse, workspace: Workspace) -> str | None:
    """How a statement names the kept facts; None where no job has kept them yet."""
    return warehouse.kept(workspace.id, workspace.warehouse_version, _kept_name())


@cache
def _kept_name() -> str:
    """Named after the statement: what another release made is not read."""
    digest = hashlib.sha256(_whole().sql(dialect="duckdb").encode()).hexdigest()
    return f"{ORDER_FACTS}_{digest[:12]}"


@cache
def _whole() -> exp.Select:
    tree = _file(ORDER_FACTS)
    named = exp.TableAlias(this=exp.to_identifier("titles"))
    tree.args["with_"].expressions.insert(0, exp.CTE(this=_file("titles"), alias=named))
    return tree


def _file(name: str) -> exp.Select:
    found = parse_one((HERE / f"{name}.sql").read_text("utf-8"), read="duckdb")
    if not isinstance(found, exp.Select):
        raise TypeError("facts are one SELECT")
    return found


def facts_with(columns: Collection[str]) -> exp.Select:
    """The SELECT with those of its columns, and without what only the others need."""
    tree = _whole().copy()
    _narrow(tree, columns)
    told = next(each.this for each in tree.ctes if each.alias == "told")
    _narrow(told, {column.name for column in _outside(tree).find_all(exp.Column)})
    read = {column.table for each in told.expressions for column in each.find_all(exp.Column)}
    joins = told.args["joins"]
    told.set("joins", [join for join in joins if join.alias_or_name in read])
    _drop_unread(tree)
    return tree


def _narrow(select: exp.Expr, columns: Collection[str]) -> None:
    select.set(
        "expressions", [each for each in select.expressions if each.alias_or_name in columns]
    )


def _outside(tree: exp.Select) -> exp.Select:
    """The SELECT without its common table expressions."""
    bare = tree.copy()
    bare.set("with_", None)
    return bare


def _drop_unread(tree: exp.Select) -> None:
    """Drops common table expressions that nothing after them reads, from the last one on."""
    read, kept = {table.name for table in _outside(tree).find_all(exp.Table)}, []
    for each in reversed(tree.ctes):
        if each.alias in read:
            kept.append(each)
            read |= {table.name for table in each.find_all(exp.Table)}
    tree.args["with_"].set("expressions", kept[::-1])
