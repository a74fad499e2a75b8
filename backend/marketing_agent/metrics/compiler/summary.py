"""One statement per fact that computes every measure of it at once: a page of tiles in one scan."""

from sqlglot import exp

from marketing_agent.metrics.compiler.parts import (
    by_day_and_in_all,
    conditions,
    cuts,
    filtered,
    in_window,
    measure_alias,
)
from marketing_agent.metrics.semantics import Entity, Measure


def summary_statement(entity: Entity, measures: tuple[Measure, ...]) -> exp.Select:
    """Every measure of the entity by day, and in all in the row without a date.

    Reports keep their key and metric as columns, since which report answers depends on the tile.
    """
    return _of_reports(entity) if entity.is_report else _of_columns(entity, measures)


def _of_columns(entity: Entity, measures: tuple[Measure, ...]) -> exp.Select:
    day = exp.column(entity.time)
    columns = [exp.alias_(filtered(measure), measure_alias(measure)) for measure in measures]
    where = [*in_window(entity, "current"), *conditions(entity.where), *cuts(entity, "numerator")]
    select = exp.select(exp.alias_(day, "date"), *columns).from_(entity.table).where(*where)
    select.set("group", by_day_and_in_all(day.copy()))
    return select


def _of_reports(entity: Entity) -> exp.Select:
    keys = [exp.column("report_key"), exp.column("metric")]
    day = exp.column(entity.time)
    total = exp.alias_(exp.Sum(this=exp.column("amount")), "amount")
    where = [*in_window(entity, "current"), *conditions(entity.where)]
    select = exp.select(*keys, exp.alias_(day, "date"), total).from_(entity.table)
    return select.where(*where).group_by(*(key.copy() for key in keys), day.copy())
