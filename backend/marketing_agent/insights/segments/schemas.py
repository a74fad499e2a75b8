"""Rules that describe an audience, and what a look at it tells: counts, never people."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AllowInfNan, BaseModel, ConfigDict, Field

from marketing_agent.insights.page.schemas import Frozen, PartSql

RuleField = Literal[
    "orders", "spent", "last_order_days", "first_order_days", "aov", "discount_share",
    "product", "vendor", "product_type", "country", "accepts_email", "rfm_group",
]  # fmt: skip
RuleOp = Literal[">=", "<=", ">", "<", "=", "is", "is_not"]
Match = Literal["all", "any"]
# A database keeps no NUL in text.
Word = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]+$")]


class Rule(BaseModel):
    """A condition on a customer.

    Numbers (`>=`, `<=`, `>`, `<`, `=`): orders, spent and aov in major units, last_order_days and
    first_order_days ago, discount_share as a fraction of orders. Words (`is`, `is_not`): product,
    vendor and product_type ever bought, country of two letters, rfm_group by Shopify's name;
    accepts_email is true or false.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: RuleField
    op: RuleOp
    value: bool | int | Annotated[float, AllowInfNan(False)] | Word


class RuleGroup(BaseModel):
    """Rules of which all hold, or any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    match: Match = "all"
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=20)]


class SegmentRules(BaseModel):
    """Groups of rules of which all hold, or any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    match: Match = "all"
    groups: Annotated[tuple[RuleGroup, ...], Field(min_length=1, max_length=10)]


class SegmentPreview(Frozen):
    """How many the rules reach. `sentence` says the rules in words; `spent` is in major units.

    Counted at the end of `as_of`. `accepting_email` is null where no file tells anybody's consent.
    """

    sentence: str
    as_of: date
    customers: int
    share: float | None
    accepting_email: int | None
    spent: float
    currency: str
    statement: PartSql
