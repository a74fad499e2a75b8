"""Settings of stock: how long an order takes, how sure one wants to be, what is too much."""

from sqlmodel import Session

from marketing_agent.insights.inventory import repository
from marketing_agent.insights.inventory.schemas import InventorySettings


def settings(session: Session, workspace_id: str) -> InventorySettings:
    """As they were set, else the defaults."""
    row = repository.find(session, workspace_id)
    return InventorySettings.model_validate(row) if row else InventorySettings()


def set_settings(
    session: Session, workspace_id: str, wanted: InventorySettings
) -> InventorySettings:
    """Replaces them all; what is left out takes its default."""
    repository.put(session, workspace_id, wanted)
    return wanted
