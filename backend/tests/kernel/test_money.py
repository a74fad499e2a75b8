"""Money is exact in every currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing_agent.kernel.money import NotMoney, from_minor, minor_digits, to_minor


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.30", "USD", 1230),
        ("12.3", "EUR", 1230),
        ("-0.005", "USD", -1),
        ("0.005", "USD", 1),
        ("1200", "JPY", 1200),
        ("1.2345", "KWD", 1235),
        ("590683.29", "INR", 59068329),
    ],
)
def test_minor_units(amount: str, currency: str, minor: int) -> None:
    assert to_minor(amount, currency) == minor


@given(st.integers(-(10**15), 10**15), st.sampled_from(["USD", "JPY", "KWD"]))
def test_there_and_back(minor: int, currency: str) -> None:
    assert to_minor(from_minor(minor, currency), currency) == minor
    assert from_minor(minor, currency) * 10 ** minor_digits(currency) == Decimal(minor)


@pytest.mark.parametrize("text", ["", "twelve", "1,20", "NaN", "Infinity", "1e999999999"])
def test_not_money(text: str) -> None:
    with pytest.raises(NotMoney):
        to_minor(text, "USD")
