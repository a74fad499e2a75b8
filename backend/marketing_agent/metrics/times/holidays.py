"""Days that shops talk about by name."""

from collections.abc import Callable
from datetime import date, timedelta

_DAY = timedelta(days=1)


def holiday(name: str, year: int) -> tuple[date, date]:
    """First and last day of a named holiday in a year; raises ValueError for another name."""
    if name not in _HOLIDAYS:
        raise ValueError(name)
    found = _HOLIDAYS[name](year)
    return found if isinstance(found, tuple) else (found, found)


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], date]:
    def on(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))

    return on


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _last_monday_of_may(year: int) -> date:
    return date(year, 5, 31) - timedelta(days=date(year, 5, 31).weekday())


def _saturday_before_christmas(year: int) -> date:
    eve = date(year, 12, 24)
    return eve - timedelta(days=(eve.weekday() - 5) % 7)


_thanksgiving = _nth(11, 3, 4)
_HOLIDAYS: dict[str, Callable[[int], date | tuple[date, date]]] = {
    "black_friday": lambda year: _thanksgiving(year) + _DAY,
    "cyber_monday": lambda year: _thanksgiving(year) + 4 * _DAY,
    "bfcm": lambda year: (_thanksgiving(year) + _DAY, _thanksgiving(year) + 4 * _DAY),
    "cyber_five": lambda year: (_thanksgiving(year), _thanksgiving(year) + 4 * _DAY),
    "thanksgiving": _thanksgiving,
    "christmas": _fixed(12, 25),
    "christmas_eve": _fixed(12, 24),
    "boxing_day": _fixed(12, 26),
    "new_years_eve": _fixed(12, 31),
    "new_years_day": _fixed(1, 1),
    "valentines_day": _fixed(2, 14),
    "st_patricks_day": _fixed(3, 17),
    "easter": _easter,
    "good_friday": lambda year: _easter(year) - 2 * _DAY,
    "easter_monday": lambda year: _easter(year) + _DAY,
    "mothers_day": _nth(5, 6, 2),
    "mothering_sunday": lambda year: _easter(year) - 21 * _DAY,
    "fathers_day": _nth(6, 6, 3),
    "memorial_day": _last_monday_of_may,
    "independence_day": _fixed(7, 4),
    "labor_day": _nth(9, 0, 1),
    "halloween": _fixed(10, 31),
    "singles_day": _fixed(11, 11),
    "epiphany": _fixed(1, 6),
    "martin_luther_king_day": _nth(1, 0, 3),
    "presidents_day": _nth(2, 0, 3),
    "womens_day": _fixed(3, 8),
    "cinco_de_mayo": _fixed(5, 5),
    "juneteenth": _fixed(6, 19),
    "canada_day": _fixed(7, 1),
    "bastille_day": _fixed(7, 14),
    "columbus_day": _nth(10, 0, 2),
    "veterans_day": _fixed(11, 11),
    "small_business_saturday": lambda year: _thanksgiving(year) + 2 * _DAY,
    "giving_tuesday": lambda year: _thanksgiving(year) + 5 * _DAY,
    "green_monday": _nth(12, 0, 2),
    "super_saturday": _saturday_before_christmas,
    "whit_monday": lambda year: _easter(year) + 50 * _DAY,
    "ascension_day": lambda year: _easter(year) + 39 * _DAY,
    "may_day": _fixed(5, 1),
}
NAMES = {
    "black friday cyber monday": "bfcm", "black friday to cyber monday": "bfcm",
    "black friday weekend": "bfcm", "bfcm weekend": "bfcm", "bfcm": "bfcm",
    "cyber weekend": "bfcm", "black friday": "black_friday", "cyber monday": "cyber_monday",
    "thanksgiving day": "thanksgiving", "thanksgiving": "thanksgiving",
    "christmas eve": "christmas_eve", "christmas day": "christmas", "christmas": "christmas",
    "xmas": "christmas", "boxing day": "boxing_day", "new years eve": "new_years_eve",
    "new year eve": "new_years_eve", "new years day": "new_years_day",
    "new year day": "new_years_day", "valentines day": "valentines_day",
    "valentine day": "valentines_day", "valentines": "valentines_day",
    "st patricks day": "st_patricks_day", "st patrick day": "st_patricks_day",
    "good friday": "good_friday", "easter monday": "easter_monday", "easter sunday": "easter",
    "easter": "easter", "mothers day": "mothers_day", "mother day": "mothers_day",
    "fathers day": "fathers_day", "father day": "fathers_day", "memorial day": "memorial_day",
    "independence day": "independence_day", "4th of july": "independence_day",
    "fourth of july": "independence_day", "july 4th": "independence_day",
    "labor day": "labor_day", "labour day": "labor_day", "halloween": "halloween",
    "singles day": "singles_day", "single day": "singles_day", "new years": "new_years_day",
    "new year": "new_years_day", "nye": "new_years_eve",
    "vday": "valentines_day", "v day": "valentines_day", "st valentines day": "valentines_day",
    "turkey day": "thanksgiving", "blackfriday": "black_friday", "cybermonday": "cyber_monday",
    "black friday and cyber monday": "bfcm", "bf": "black_friday", "cm": "cyber_monday",
    "black friday through cyber monday": "bfcm", "black friday cyber monday weekend": "bfcm",
    "bf cm": "bfcm", "cyber five": "cyber_five", "cyber 5": "cyber_five",
    "mothering sunday": "mothering_sunday",
    "uk mothers day": "mothering_sunday", "british mothers day": "mothering_sunday",
    "epiphany": "epiphany", "three kings day": "epiphany",
    "mlk day": "martin_luther_king_day", "martin luther king day": "martin_luther_king_day",
    "presidents day": "presidents_day", "president day": "presidents_day",
    "womens day": "womens_day", "international womens day": "womens_day",
    "cinco de mayo": "cinco_de_mayo", "juneteenth": "juneteenth", "canada day": "canada_day",
    "bastille day": "bastille_day", "columbus day": "columbus_day",
    "indigenous peoples day": "columbus_day", "veterans day": "veterans_day",
    "small business saturday": "small_business_saturday", "giving tuesday": "giving_tuesday",
    "green monday": "green_monday", "super saturday": "super_saturday",
    "whit monday": "whit_monday", "pentecost monday": "whit_monday",
    "ascension day": "ascension_day", "may day": "may_day", "11 11": "singles_day",
}  # fmt: skip
"""What people write (in the parser's words) for each holiday; longer names first."""
