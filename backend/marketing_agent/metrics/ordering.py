"""The order of an answer's rows: the one asked for, then one that leaves nothing to chance."""

from collections.abc import Collection, Iterator

from marketing_agent.metrics.compiler.plan import OrderPlan
from marketing_agent.metrics.dimensions import Dimension
from marketing_agent.metrics.errors import UnsupportedQuery
from marketing_agent.metrics.query import QueryOrder, SemanticQuery

_DATES = ("date", "day", "week", "month", "quarter", "year")


def order_of(
    query: SemanticQuery,
    metrics: Collection[str],
    dimensions: tuple[Dimension, ...],
    first: str,
    *,
    compared: bool,
) -> tuple[OrderPlan, ...]:
    """Every column that rows are sorted by; `first` is the metric that speaks for all.

    Raises UnsupportedQuery where the rows have nothing of that name.
    """
    unique: dict[str, OrderPlan] = {}
    for each in _orders(query, metrics, dimensions, first, compared=compared):
        unique.setdefault(each.by, each)
    return tuple(unique.values())


def _orders(
    query: SemanticQuery,
    metrics: Collection[str],
    dimensions: tuple[Dimension, ...],
    first: str,
    *,
    compared: bool,
) -> Iterator[OrderPlan]:
    for asked in query.order:
        yield _asked(query, metrics, asked, first, compared=compared)
    if query.grain:
        yield OrderPlan("date", "asc")
        if compared:
            yield OrderPlan("previous_date", "asc")
    if dimensions and (query.grain or not query.order):
        yield _natural(dimensions[0], first)
    for dimension in dimensions:
        yield OrderPlan(dimension.name, "asc")


def _natural(dimension: Dimension, first: str) -> OrderPlan:
    """Parts of dates in their own order; else the largest first."""
    if dimension.kind != "text":
        return OrderPlan(dimension.name, "asc")
    return OrderPlan(first, "desc")


def _asked(
    query: SemanticQuery, metrics: Collection[str], order: QueryOrder, first: str, *, compared: bool
) -> OrderPlan:
    if order.by in ("change", "change_pct"):
        if not compared:
            raise UnsupportedQuery("An order by change needs a window to compare with.")
        return OrderPlan(f"{first}_{order.by}", order.dir)
    if order.by in _DATES:
        if query.grain is None:
            raise UnsupportedQuery("An order by date needs a trend.")
        return OrderPlan("date", order.dir)
    if order.by in metrics or order.by in query.dimensions:
        return OrderPlan(order.by, order.dir)
    raise UnsupportedQuery(f"The rows have no {order.by!r} to be ordered by.")
