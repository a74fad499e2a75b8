"""Reads and writes of the settings of stock."""

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from marketing_agent.insights.inventory.schemas import InventorySettings
from marketing_agent.insights.inventory.tables import InventorySettingsRow


def find(session: Session, workspace_id: str) -> InventorySettingsRow | None:
    """The row of the workspace; None while nothing was set."""
    return session.get(InventorySettingsRow, workspace_id)


def put(session: Session, workspace_id: str, wanted: InventorySettings) -> None:
    """Writes the row, whether or not another request wrote one meanwhile."""
    values = wanted.model_dump()
    statement = insert(InventorySettingsRow).values(workspace_id=workspace_id, **values)
    statement = statement.on_conflict_do_update(index_elements=["workspace_id"], set_=values)
    session.execute(statement)
