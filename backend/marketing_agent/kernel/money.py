"""Money is an integer of minor units with a currency. Floats never hold money."""

from decimal import ROUND_HALF_UP, Decimal

from marketing_agent.kernel.errors import Invalid

_DEFAULT_DIGITS = 2
_MAX_DIGITS = 15  # with three decimals still a 64-bit integer
# ISO 4217: only the currencies whose minor unit is not a hundredth.
_OTHER_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
}
_BY_CURRENCY = {code: digits for digits, codes in _OTHER_DIGITS.items() for code in codes.split()}


class NotMoney(Invalid):
    """The text is not an amount of money."""

    code = "not_money"


def minor_digits(currency: str) -> int:
    """Decimal places of the currency's minor unit: USD 2, JPY 0, KWD 3."""
    return _BY_CURRENCY.get(currency.upper(), _DEFAULT_DIGITS)


def to_minor(amount: str | int | Decimal, currency: str) -> int:
    """Minor units of an amount in major units, half a unit rounded away from zero."""
    try:
        value = Decimal(amount)
        if value.adjusted() > _MAX_DIGITS:
            raise NotMoney(f"{amount!r} is too large for an amount of money.")
        return int(value.scaleb(minor_digits(currency)).to_integral_value(ROUND_HALF_UP))
    except (ArithmeticError, ValueError) as error:
        raise NotMoney(f"{amount!r} is not an amount of money.") from error


def from_minor(amount: int, currency: str) -> Decimal:
    """The amount in major units, exact."""
    return Decimal(amount).scaleb(-minor_digits(currency))
