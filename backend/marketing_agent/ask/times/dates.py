"""Dates as people write them, on their own and as ranges."""

import re

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")  # fmt: skip
_NAMES = {name: i + 1 for i, name in enumerate(_MONTHS)}
_NAMES |= {name[:3]: number for name, number in _NAMES.items()} | {"sept": 9}
_MONTH_NAMES = "|".join(sorted(_NAMES, key=len, reverse=True))
# “May” and “march” are also verbs: nobody's month is followed by a pronoun.
MONTH = rf"(?P<month>{_MONTH_NAMES})(?! (?:i|we|you|they|not|be|have) )"
_DAY = r"(?:the )?(?P<d{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?: (?P<y{0}>20\d\d))?"


def _date(n: str) -> str:
    """A pattern for one date whose groups end in `n`."""
    day, year = _DAY.format(n), _YEAR.format(n)
    first = rf"(?P<ma{n}>{_MONTH_NAMES}) {day}(?! ?(?:days?|weeks?|months?|to \d{{1,2}}\b)){year}"
    second = (
        rf"(?:the )?(?P<db{n}>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<mb{n}>{_MONTH_NAMES})"
        rf"(?: (?P<yb{n}>20\d\d))?"
    )
    return (
        rf"(?:(?P<iso{n}>\d{{4}}-\d{{2}}-\d{{2}})|{first}|{second}"
        rf"|(?P<us{n}>\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?))"
    )


DATE = _date("")
_FIRST = _date("_1").replace(r"|to \d{1,2}\b", "")
_TO = r"(?: to | through | until | till | and | thru | up to )"
DAY_RANGE = (
    rf"(?:between |from )?(?:{_FIRST}{_TO}(?:{_date('_2')}|(?:the )?(?P<only>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?! ?(?:days?|weeks?|months?|%))(?: (?P<only_year>20\d\d))?)"
    rf"|(?:the )?(?P<lead>\d{{1,2}})(?:st|nd|rd|th)?{_TO}{_date('_3')})"
)


def month_number(name: str) -> int:
    """1 to 12."""
    return _NAMES[name]


def iso(found: re.Match[str], n: str = "", year: str | None = None) -> str | None:
    """The date of a match as `YYYY-MM-DD`, or `?-MM-DD` when it names no year."""
    parts = found.groupdict()
    if parts.get(f"iso{n}"):
        return str(parts[f"iso{n}"])
    if parts.get(f"us{n}"):
        month, day, *years = str(parts[f"us{n}"]).split("/")
        written = years[0] if years else year or "?"
        full = written if len(written) != 2 else f"20{written}"
        return f"{full}-{int(month):02}-{int(day):02}"
    name = parts.get(f"ma{n}") or parts.get(f"mb{n}")
    if not name:
        return None
    day = parts.get(f"d{n}") or parts[f"db{n}"]
    written = parts.get(f"y{n}") or parts.get(f"yb{n}") or year or "?"
    return f"{written}-{month_number(name):02}-{int(str(day)):02}"


def day_range(found: re.Match[str]) -> str | None:
    """An explicit range; a year that only one end names counts for both."""
    parts = found.groupdict()
    if " and " in found.group() and not _between(found):
        return None
    if parts["lead"]:
        last = iso(found, "_3")
        return f"{last[:-2]}{int(parts['lead']):02}..{last}" if last else None
    if parts["only"]:
        first = iso(found, "_1", parts["only_year"])
        return f"{first}..{first[:-2]}{int(parts['only']):02}" if first else None
    last_year = parts.get("y_2") or parts.get("yb_2")
    first, last = iso(found, "_1", last_year), iso(found, "_2")
    if not first or not last:
        return None
    if last[0] == "?" and first[0] != "?":
        last = first[:4] + last[1:]
    return f"{first}..{last}"


def _between(found: re.Match[str]) -> bool:
    """“And” joins two ends only after “between”: “5 and 20 May” are two days."""
    return found.group().lstrip().startswith("between")
