"""The settings of a workspace for its stock."""

from sqlmodel import Field, SQLModel


class InventorySettingsRow(SQLModel, table=True):
    """One row a workspace, from its first change on."""

    __tablename__ = "inventory_settings"

    workspace_id: str = Field(primary_key=True)
    lead_days: int
    lead_deviation_days: float
    service_level: float
    overstock_days: int
