"""What the calls of a model cost."""

from decimal import Decimal

from pydantic_ai.usage import RunUsage

_MILLION = Decimal(1_000_000)
Prices = tuple[Decimal | None, Decimal | None]
"""US dollars per million tokens sent and received, as the settings say; None where they do not."""


def money_of(usage: RunUsage, prices: Prices) -> Decimal | None:
    """US dollars by the prices that were set, else by the list price; None where none is known."""
    price_in, price_out = prices
    if price_in is None or price_out is None:
        return usage.cost
    return (price_in * usage.input_tokens + price_out * usage.output_tokens) / _MILLION
