"""The settings by which stock is judged."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class InventorySettings(BaseModel):
    """How stock is ordered. One supplier's habits stand for all of them.

    lead_days: from an order to its arrival. lead_deviation_days: by how much that usually
    differs, as a standard deviation. service_level: the share of lead times without a stock-out.
    overstock_days: stock for more days than these is too much.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)

    lead_days: Annotated[int, Field(ge=1, le=365)] = 14
    lead_deviation_days: Annotated[float, Field(ge=0, le=180, allow_inf_nan=False)] = 3.0
    service_level: Annotated[float, Field(ge=0.5, le=0.999)] = 0.95
    overstock_days: Annotated[int, Field(ge=1, le=3650)] = 180
