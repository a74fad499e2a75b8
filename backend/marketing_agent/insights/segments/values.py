"""What a field of words may be compared with in this store."""

from typing import Literal

from sqlmodel import Session

from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.sql import Sql, sql_file
from marketing_agent.insights.segments.counting import HERE, count_of, ground_of
from marketing_agent.insights.segments.saved_schemas import SegmentValue, SegmentValues
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

ValueField = Literal["product", "vendor", "product_type", "country"]


def values(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    field: ValueField,
    search: str = "",
    limit: int = 50,
) -> SegmentValues:
    """What customers bought, or where they are, that holds the words; most customers first."""
    ground: Ground = ground_of(session, warehouse, workspace, None)
    found = ground.run(_statement(field), search=search, limit=limit)
    ground.save()
    items = [
        SegmentValue(value=str(row["value"]), customers=count_of(row, "customers"))
        for row in found.dicts()
    ]
    return SegmentValues(items=tuple(items))


def _statement(field: ValueField) -> Sql:
    if field == "country":
        known = sql_file(HERE, "values_known", search="VARCHAR")
        return known.with_column("chosen_value", "customers.country")
    bought = sql_file(HERE, "values_bought", search="VARCHAR")
    bought = bought.with_column("chosen_value", f"bought.{field}")
    return bought.with_source("bought", sql_file(HERE, "bought"))
