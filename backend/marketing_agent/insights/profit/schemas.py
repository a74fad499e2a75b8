"""The costs that no file tells, as a workspace says them: a list of rules with dates."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints
from pydantic import model_validator as checked

MOST_RULES = 5000
_AS_NUMBER = PlainSerializer(float, return_type=float, when_used="json")
_Text = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
Amount = Annotated[
    Decimal,
    Field(ge=0, le=1_000_000_000, allow_inf_nan=False, description="In major units"),
    _AS_NUMBER,
]
Share = Annotated[
    Decimal,
    Field(ge=0, le=1, decimal_places=6, description="A fraction: 0.05 is 5 %"),
    _AS_NUMBER,
]
_Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))]


class _Rule(BaseModel):
    """Counts from `starts` to `ends`, both store days inside; without one it is open there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    starts: _Day | None = None
    ends: _Day | None = None

    @checked(mode="after")
    def _in_order(self) -> Self:
        if self.starts and self.ends and self.ends < self.starts:
            raise ValueError(f"It ends on {self.ends}, before it starts on {self.starts}.")
        return self


class GoodsSku(_Rule):
    """What a unit of this SKU costs. It goes before the cost in the products export."""

    kind: Literal["goods_sku"]
    sku: _Text
    amount: Amount


class GoodsPercent(_Rule):
    """Cost of goods that neither a rule nor a file tells, as a share of their sales."""

    kind: Literal["goods_percent"]
    share: Share


class Shipping(_Rule):
    """What shipping costs the store.

    `by`: order takes an amount for each order; shipping a share of the shipping charged; sales a
    share of net sales.
    """

    kind: Literal["shipping"]
    by: Literal["order", "shipping", "sales"]
    amount: Amount | None = None
    share: Share | None = None

    @checked(mode="after")
    def _one_of_them(self) -> Self:
        wanted, other = ("amount", "share") if self.by == "order" else ("share", "amount")
        if getattr(self, wanted) is None or getattr(self, other) is not None:
            raise ValueError(f"Shipping by {self.by} takes the {wanted} alone.")
        return self


class Handling(_Rule):
    """Packing and handling: an amount for each order."""

    kind: Literal["handling"]
    amount: Amount


class Fees(_Rule):
    """Payment fees of days that no payments export reaches over: a share of what orders were
    charged, and an amount for each order."""

    kind: Literal["fees"]
    share: Share = Decimal(0)
    amount: Amount = Decimal(0)


class Taxes(_Rule):
    """Taxes that net sales still hold, as a share of net sales."""

    kind: Literal["taxes"]
    share: Share


class Custom(_Rule):
    """Any other spend. A month's amount is spread over its days; `once` falls on `starts`.

    `category`: variable and marketing count before contribution, fixed after it.
    """

    kind: Literal["custom"]
    name: _Text
    amount: Amount
    every: Literal["day", "month", "once"]
    category: Literal["fixed", "variable", "marketing"]

    @checked(mode="after")
    def _on_a_day(self) -> Self:
        if self.every == "once" and (self.starts is None or self.ends not in (None, self.starts)):
            raise ValueError("What is spent once has the one day on which it starts.")
        return self


CostRule = Annotated[
    GoodsSku | GoodsPercent | Shipping | Handling | Fees | Taxes | Custom,
    Field(discriminator="kind"),
]


class _Costs(BaseModel):
    """Rules, and whether what they and the files do not tell is known to cost nothing.

    Of two rules of one kind (of one SKU) the one that starts last counts on days that both hold;
    custom spends add up.
    """

    rules: Annotated[tuple[CostRule, ...], Field(max_length=MOST_RULES)]
    no_other_costs: bool = False


class CostSettings(_Costs):
    """The costs as they were set; `revision` goes up by one with every change."""

    model_config = ConfigDict(frozen=True)

    currency: str
    revision: int


class CostSettingsWrite(_Costs):
    """Replaces them all. With a `revision`, only where that is still the one that stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    revision: Annotated[int | None, Field(ge=0, le=2_000_000_000)] = None
