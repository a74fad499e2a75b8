"""The costs that a workspace says itself."""

from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class CostSettingsRow(SQLModel, table=True):
    """One row a workspace, from its first change on. Rules hold minor units and millionths."""

    __tablename__ = "cost_settings"

    workspace_id: str = Field(primary_key=True)
    rules: list[dict[str, Any]] = Field(sa_type=JSONB)
    no_other_costs: bool
    revision: int
