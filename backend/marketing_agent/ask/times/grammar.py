"""Finds the times in a question. Each rule turns words into a symbolic expression."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from marketing_agent.ask.text import Sentence
from marketing_agent.ask.times.dates import DATE, DAY_RANGE, MONTH, day_range, iso, month_number
from marketing_agent.metrics.times.holidays import NAMES

_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "eighteen": 18,
    "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90, "couple": 2, "couple of": 2,
    "a couple of": 2, "couple more": 2, "few": 3, "hundred": 100, "twenty eight": 28,
}  # fmt: skip
_NUM = r"(?:\d{1,4}|" + "|".join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True)) + ")"
_UNITS = r"(?:calendar |full |whole |complete |business )?(?:day|week|month|quarter|year|fortnight|night)s?"
_LAST = r"(?:last|past|previous|prior|trailing|preceding|latest|rolling|recent|most recent|final)"
_LEAD = r"(?:in |for |over |during |within |from |across |of |on |at |throughout |through )?(?:the |our |my )?"
_YEAR = r"(?:(?: of| in)? (?P<year>20\d\d|last year|this year))?"
_SHORT: dict[str, str] = {"d": "day", "w": "week", "m": "month"}
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
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Mention:
    """A time in a question: what it says and which words said it."""

    expr: str
    start: int
    end: int
    words: str


Rule = Callable[[re.Match[str]], str | None]


def read_times(sentence: Sentence) -> list[Mention]:
    """Takes every time from the sentence, in the order of the words."""
    mentions: list[Mention] = []
    for pattern, build in _RULES:
        while found := sentence.find(pattern):
            expr = build(found)
            if expr is None:
                break
            start, end = sentence.take(found)
            mentions.append(Mention(expr, start, end, found.group().strip()))
    return sorted(mentions, key=lambda mention: mention.start)


def count_of(text: str | None) -> int:
    """The number that a word or figure stands for; 1 without one."""
    if not text:
        return 1
    return int(text) if text.isdigit() else _NUMBERS[text]


def _unit(text: str) -> tuple[str, int]:
    """A unit's name, and how many of it the word stands for."""
    name = text.split()[-1].rstrip("s")
    return {"fortnight": ("day", 14), "night": ("day", 1)}.get(name, (name, 1))


def _last(found: re.Match[str]) -> str | None:
    unit, each = _unit(found["unit"])
    if not found["n"] and each == 1:
        return "yesterday" if unit == "day" else f"last_{unit}"
    count = count_of(found["n"]) * each
    return f"last_{count}_{unit}s" if count else None


def _before(found: re.Match[str]) -> str | None:
    unit, each = _unit(found["unit"])
    other, other_each = _unit(found["unit2"])
    inner = f"last_{count_of(found['n2']) * other_each}_{other}s"
    if not found["n2"] and other_each == 1:
        inner = f"last_{other}"
    count = count_of(found["n"] or found["n2"]) * each
    return f"before_{count}_{unit}:{inner}" if count else None


def _ago(found: re.Match[str]) -> str:
    unit, each = _unit(found["unit"])
    return f"{unit}_ago_{count_of(found['n']) * each}"


def _to_date(found: re.Match[str]) -> str:
    short = {"w": "week", "m": "month", "q": "quarter", "y": "year"}
    return f"this_{short[found['short']] if found['short'] else found['unit']}"


def _suffix(text: str | None) -> str:
    if not text:
        return ""
    return "_" + text.replace(" ", "_")


def _month(found: re.Match[str]) -> str:
    return f"month_{month_number(found['month']):02}{_suffix(found['year'])}"


def _quarter(found: re.Match[str]) -> str:
    number = found["q"] or str(_ORDINALS[found["ordinal"]])
    return f"quarter_{number}{_suffix(found['year'])}"


def _half(found: re.Match[str]) -> str:
    number = found["h"] or str(_ORDINALS[found["ordinal"]])
    return f"half_{number}{_suffix(found['year'])}"


def _holiday(found: re.Match[str]) -> str:
    return f"holiday_{NAMES[found['name']]}{_suffix(found['year'])}"


def _season(found: re.Match[str]) -> str:
    name = "autumn" if found["season"] == "fall" else found["season"]
    return f"season_{name}{_suffix(found['year'])}"


def _part(found: re.Match[str]) -> str:
    which = "last" if found["which"] in ("last", "second", "final") else "first"
    unit, each = _unit(found["unit"])
    inner = f"month_{month_number(found['month']):02}{_suffix(found['year'])}"
    count = "" if unit == "half" else f"{count_of(found['n']) * each}_"
    days = count_of(found["n"]) * 7 if unit == "week" else count_of(found["n"])
    return f"{which}_{unit}_of:{inner}" if not count else f"{which}_{days}_day_of:{inner}"


def _since(found: re.Match[str]) -> str | None:
    day = iso(found)
    if day:
        return f"since:{day}..{day}"
    if found["month"]:
        return f"since:{_month(found)}"
    if found["full"]:
        return f"since:year_{found['full']}"
    return f"since:{found['ago'] or 'all_time'}"


def _single(found: re.Match[str]) -> str | None:
    day = iso(found)
    return f"{day}..{day}" if day else None


def _months(found: re.Match[str]) -> str:
    first = f"month_{month_number(found['month']):02}{_suffix(found['year'])}"
    last = f"month_{month_number(found['month2']):02}{_suffix(found['year'])}"
    return f"{first}...{last}"


def _quarters(found: re.Match[str]) -> str:
    year = _suffix(found["year"])
    return f"quarter_{found['q']}{year}...quarter_{found['q2']}{year}"


def _compile(rules: Iterable[tuple[str, Rule]]) -> tuple[tuple[re.Pattern[str], Rule], ...]:
    return tuple((re.compile(rf"(?<!\S){_LEAD}{text}(?!\S)"), rule) for text, rule in rules)


_HOLIDAY = "|".join(sorted(NAMES, key=len, reverse=True))
_MONTH2 = MONTH.replace("month", "month2")
_RULES = _compile(
    (
        (rf"{_LAST} (?P<n>{_NUM}) (?P<unit>{_UNITS}) (?:before|prior to|preceding) (?:the |our )?{_LAST} "
         rf"(?P<n2>{_NUM}) (?P<unit2>{_UNITS})", _before),
        (rf"(?:(?P<n>{_NUM}) )?(?P<unit>{_UNITS}) (?:period )?(?:just |right |immediately |directly )?"
         rf"(?:before|prior to|preceding|ahead of|leading up to|previous to|prior) (?:the |our )?{_LAST} "
         rf"(?:(?P<n2>{_NUM}) )?(?P<unit2>{_UNITS})", _before),
        (rf"(?P<n>{_NUM}) (?P<unit>{_UNITS}) (?:before|prior to) (?:the )?{_LAST} (?P<n2>{_NUM})"
         r"(?P<unit2>)", lambda f: f"before_{count_of(f['n'])}_{_unit(f['unit'])[0]}:"
         f"last_{count_of(f['n2'])}_{_unit(f['unit'])[0]}s"),
        (r"(?P<unit>week|month|quarter|year) before last(?: \1)?", lambda f: f"{f['unit']}_ago_2"),
        (r"day before yesterday", lambda _: "day_ago_2"),
        (rf"{DAY_RANGE}", day_range),
        (rf"since (?:the )?(?:(?:start|beginning) of )?(?:the )?(?:{DATE}|{MONTH}{_YEAR}|(?P<full>20\d\d)"
         r"|(?P<ago>yesterday|launch|beginning|start|opening))", lambda f: "all_time" if f["ago"] in
         ("launch", "beginning", "start", "opening") else _since(f)),
        (rf"since (?:last |this |past )?(?P<day>{'|'.join(_WEEKDAYS)})",
         lambda f: f"since:weekday_{_WEEKDAYS.index(f['day'])}"),
        (r"since (?:the )?(?P<last>last|this) (?P<unit>week|month|quarter|year)",
         lambda f: f"since:{f['last']}_{f['unit']}"),
        (rf"since (?P<n>{_NUM}) (?P<unit>{_UNITS}) ago", lambda f: f"since:{_ago(f)}"),
        (r"since (?:the )?(?:start|beginning) of (?:the |this )?(?P<unit>week|month|quarter|year)"
         r"(?P<short>)", _to_date),
        (rf"(?P<which>first|last|second|final) (?:(?P<n>{_NUM}) )?(?P<unit>half|weeks?|days?) (?:of|in) "
         rf"{MONTH}{_YEAR}", _part),
        (rf"(?:last|this|past) (?P<name>{_HOLIDAY})(?P<year>)", _holiday),
        (rf"(?:day )?(?P<name>{_HOLIDAY}){_YEAR}", _holiday),
        (r"q(?P<q>[1-4]) (?:to|through|and|until) q(?P<q2>[1-4])" + _YEAR, _quarters),
        (rf"(?:q(?P<q>[1-4])|(?P<ordinal>first|1st|second|2nd|third|3rd|fourth|4th) quarter){_YEAR}",
         _quarter),
        (r"(?P<year>20\d\d|last year|this year) (?:q(?P<q>[1-4])|(?P<ordinal>first|second|third|fourth) "
         r"quarter)", _quarter),
        (rf"(?:h(?P<h>[12])|(?P<ordinal>first|1st|second|2nd) half(?: of(?: the)? year)?){_YEAR}", _half),
        (r"(?P<year>20\d\d) h(?P<h>[12])(?P<ordinal>)", _half),
        (rf"(?:between |from )?{MONTH} (?:to|through|until|till|and|thru) {_MONTH2}{_YEAR}", _months),
        (rf"(?:on )?{DATE}", _single),
        (rf"(?:(?:month of|last|this|past) )?{MONTH}{_YEAR}", _month),
        (rf"(?P<year>last year|this year|20\d\d) {MONTH}", _month),
        (rf"(?:last |this |past |in |during |over |of |by |for )(?:the )?(?P<season>summer|winter|autumn|fall|spring)"
         rf"{_YEAR}", _season),
        (r"(?:last|prior|previous) (?P<unit>week|month|quarter|year)(?: to date)(?P<short>)",
         lambda f: f"last_{f['unit']}_to_date"),
        (r"(?P<short>[wmqy])td", _to_date),
        (r"(?P<unit>week|month|quarter|year) to date(?P<short>)", _to_date),
        (r"(?:this|current|the current) (?P<unit>week|month|quarter|year)(?: to date| so far)?"
         r"(?P<short>)", _to_date),
        (r"so far this (?P<unit>week|month|quarter|year)(?P<short>)", _to_date),
        (r"(?:last|past) (?:24|48) hours", lambda f: "yesterday" if "24" in f.group() else "last_2_days"),
        (rf"{_LAST} (?:(?P<n>{_NUM}) )?(?P<unit>{_UNITS})", _last),
        (r"l(?P<n>\d+)(?P<unit>[dwm])", lambda f: f"last_{f['n']}_{_SHORT[f['unit']]}s"),
        (r"(?:last |past )?(?P<n>\d+)(?P<unit>[dwm])", lambda f: f"last_{f['n']}_{_SHORT[f['unit']]}s"),
        (r"(?:t12m|ttm|ltm)", lambda _: "last_12_months"),
        (rf"(?P<n>{_NUM}) (?P<unit>{_UNITS}) ago", _ago),
        (r"(?:last|past) half year|(?:last|past) half a year|half a year", lambda _: "last_6_months"),
        (r"(?P<which>last |past |previous |this )?weekend",
         lambda f: "this_weekend" if f["which"] == "this " else "last_weekend"),
        (rf"(?:on |last |this past |past )(?P<day>{'|'.join(_WEEKDAYS)})(?!s)",
         lambda f: f"weekday_{_WEEKDAYS.index(f['day'])}"),
        (r"(?:all time|ever|lifetime to date|entire history|whole history|since forever|since inception"
         r"|since day one|historically)", lambda _: "all_time"),
        (r"today(?: so far)?", lambda _: "today"),
        (r"yesterday", lambda _: "yesterday"),
        (r"(?:right now|now|at the moment|as of today|as of now|currently|at present)", lambda _: "as_of"),
        (r"(?:the )?(?:year )?(?P<full>20\d\d)", lambda f: f"year_{f['full']}"),
        (rf"(?P<n>\d+) (?P<unit>{_UNITS})(?! (?:of|or|left|worth|cover))", _last),
    )
)  # fmt: skip
