"""The statement of stock, and what it is given: the page and alerts judge stock alike."""

from pathlib import Path
from statistics import NormalDist

from marketing_agent.insights.inventory import telling
from marketing_agent.insights.inventory.schemas import InventorySettings
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.sql import Sql, sql_file
from marketing_agent.metrics.typed import Value

HERE = Path(__file__).parent
TYPES = {
    "most": "BIGINT", "days": "INTEGER", "lead": "INTEGER", "spread": "DOUBLE", "z": "DOUBLE",
    "overstock": "INTEGER", "known": "INTEGER",
}  # fmt: skip


def levels() -> Sql:
    """Each variant with its pace, cover, status and what is at risk."""
    return sql_file(HERE, "levels", **TYPES)


def given(ground: Ground, settings: InventorySettings) -> dict[str, Value]:
    """What it is given besides days and `most`."""
    return {
        "days": telling.days_of_sales(ground),
        "lead": settings.lead_days,
        "spread": settings.lead_deviation_days,
        "z": NormalDist().inv_cdf(settings.service_level),
        "overstock": settings.overstock_days,
        "known": int(ground.table("orders") is not None),
    }
