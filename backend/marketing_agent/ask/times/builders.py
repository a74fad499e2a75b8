"""From the words of a time to its symbolic expression."""

import re

from marketing_agent.ask.times.counting import count_of, unit_of
from marketing_agent.ask.times.dates import iso, month_number
from marketing_agent.metrics.times.holidays import NAMES

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
}


def last(found: re.Match[str]) -> str | None:
    unit, each = unit_of(found["unit"] or "days")
    if not found["n"] and each == 1:
        return "yesterday" if unit == "day" else f"last_{unit}"
    count = count_of(found["n"]) * each
    return f"last_{count}_{unit}s" if count else None


def short(found: re.Match[str]) -> str | None:
    return f"last_{found['n']}_{_SHORT[found['unit']]}s" if int(found["n"]) else None


def hours(found: re.Match[str]) -> str:
    days = next(n for n in (24, 48, 72) if str(n) in found.group()) // 24
    return "yesterday" if days == 1 else f"last_{days}_days"


def before(found: re.Match[str]) -> str | None:
    unit, each = unit_of(found["unit"] or "days")
    other, other_each = unit_of(found["unit2"] or found["unit"] or "days")
    inner = f"last_{count_of(found['n2']) * other_each}_{other}s"
    if not found["n2"] and other_each == 1:
        inner = f"last_{other}"
    count = count_of(found["n"] or found["n2"]) * each
    return f"before_{count}_{unit}:{inner}" if count else None


def before_day(found: re.Match[str]) -> str | None:
    return _beside("before", found)


def after_day(found: re.Match[str]) -> str | None:
    return _beside("after", found)


def _beside(side: str, found: re.Match[str]) -> str | None:
    unit, each = unit_of(found["unit"])
    inner = holiday(found) if found["name"] else single(found)
    count = count_of(found["n"]) * each
    return f"{side}_{count}_{unit}:{inner}" if inner and count else None


def ago(found: re.Match[str]) -> str:
    unit, each = unit_of(found["unit"])
    return f"{unit}_ago_{count_of(found['n']) * each}"


def to_date(found: re.Match[str]) -> str:
    units = {"w": "week", "m": "month", "q": "quarter", "y": "year"}
    return f"this_{units[found['short']] if found['short'] else found['unit']}"


def until_yesterday(found: re.Match[str]) -> str:
    return f"this_{found['unit']}...yesterday"


def month(found: re.Match[str]) -> str:
    return f"month_{month_number(found['month']):02}{_suffix(found['year'])}"


def months(found: re.Match[str]) -> str | None:
    numbers = month_number(found["month"]), month_number(found["month2"])
    joined = found.group().lstrip().startswith("between") or (numbers[1] - numbers[0]) % 12 == 1
    if found["to"] == "and" and not joined:
        return None
    year, year1 = _suffix(found["year"]), _suffix(found["year1"])
    return f"month_{numbers[0]:02}{year1 or year}...month_{numbers[1]:02}{year}"


def quarter(found: re.Match[str]) -> str:
    words = {"one": 1, "two": 2, "three": 3, "four": 4}
    parts = found.groupdict()
    word = parts.get("word")
    number = found["q"] or (words.get(word, word) if word else _ORDINALS[found["ordinal"]])
    return f"quarter_{number}{_suffix(found['year'])}"


def quarters(found: re.Match[str]) -> str:
    year = _suffix(found["year"])
    return f"quarter_{found['q']}{year}...quarter_{found['q2']}{year}"


def half(found: re.Match[str]) -> str:
    number = found["h"] or str(_ORDINALS[found["ordinal"]])
    return f"half_{number}{_suffix(found['year'])}"


def holiday(found: re.Match[str]) -> str:
    return f"holiday_{NAMES[found['name']]}{_suffix(found['year'])}"


def holiday_week(found: re.Match[str]) -> str:
    return f"week_of:{holiday(found)}"


def season(found: re.Match[str]) -> str:
    name = "autumn" if found["season"] == "fall" else found["season"]
    return f"season_{name}{_suffix(found['year'])}"


def part(found: re.Match[str]) -> str:
    which = "first" if found["which"] in ("first", "opening") else "last"
    unit, each = unit_of(found["unit"])
    if unit == "half" and "year" in _whole(found):
        return f"half_{1 if which == 'first' else 2}_{_whole(found).removeprefix('year_')}"
    if unit == "half":
        return f"{which}_half_of:{_whole(found)}"
    count = count_of(found["n"]) * each
    if unit == "month":
        return f"{which}_{count}_month_of:{_whole(found)}"
    return f"{which}_{count * 7 if unit == 'week' else count}_day_of:{_whole(found)}"


def _whole(found: re.Match[str]) -> str:
    if found["month"]:
        return month(found)
    whole = found["whole"]
    if re.fullmatch(r"20\d\d", whole):
        return f"year_{whole}"
    if re.fullmatch(r"q[1-4]", whole):
        return f"quarter_{whole[1]}"
    which, _, unit = whole.rpartition(" ")
    return f"{'last' if which in ('last', 'previous') else 'this'}_{unit}"


def since(found: re.Match[str]) -> str | None:
    day = iso(found)
    if day:
        return f"since:{day}..{day}"
    if found["month"]:
        return f"since:{month(found)}"
    if found["full"]:
        return f"since:year_{found['full']}"
    if found["name"]:
        return f"since:holiday_{NAMES[found['name']]}{_suffix(found['name_year'])}"
    return f"since:{season_since(found)}" if found["season"] else f"since:{found['ago']}"


def season_since(found: re.Match[str]) -> str:
    return f"season_{'autumn' if found['season'] == 'fall' else found['season']}"


def after(found: re.Match[str]) -> str | None:
    day = iso(found)
    return f"after:{day}..{day}" if day else f"after:{month(found)}" if found["month"] else None


def single(found: re.Match[str]) -> str | None:
    day = iso(found)
    return f"{day}..{day}" if day else None


def week_holding(found: re.Match[str]) -> str | None:
    day = single(found)
    return f"week_of:{day}" if day else None


def week_from(found: re.Match[str]) -> str | None:
    day = single(found)
    return f"week_from:{day}" if day else None


def week_to(found: re.Match[str]) -> str | None:
    day = single(found)
    return f"week_to:{day}" if day else None


def iso_week(found: re.Match[str]) -> str:
    return f"iso_week_{found['n']}{_suffix(found['year'])}"


def weekday(found: re.Match[str]) -> str:
    return f"weekday_{WEEKDAYS.index(found['day'])}"


def weekday_of_week(found: re.Match[str]) -> str:
    return f"day_{WEEKDAYS.index(found['day']) + 1}_of:{found['which']}_week"


def monthday(found: re.Match[str]) -> str | None:
    day = int(found["n"])
    if not 1 <= day <= 31:
        return None
    if found["which"] in ("this", "last"):
        return f"day_{day}_of:{found['which']}_month"
    return f"monthday_{day}"


def _suffix(text: str | None) -> str:
    if not text:
        return ""
    return "_" + text.replace("previous ", "last ").replace("prior ", "last ").replace(" ", "_")
