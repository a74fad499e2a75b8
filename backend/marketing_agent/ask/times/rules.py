"""The rules of the time grammar, in the order in which they are tried."""

import re
from collections.abc import Callable, Iterable

from marketing_agent.ask.patterns import whole_words
from marketing_agent.ask.times import builders as build
from marketing_agent.ask.times.counting import NUM, UNITS
from marketing_agent.ask.times.dates import DATE, DAY_RANGE, MONTH, day_range
from marketing_agent.metrics.times.holidays import NAMES

Rule = Callable[[re.Match[str]], str | None]

_LAST = (
    r"(?:last|past|previous|prior|trailing|preceding|latest|rolling|recent|most recent|final"
    r"|just gone|just past)"
)
_LEAD = (
    r"(?:so far |thus far )?(?:in |for |over |during |within |from |across |of |on |at |as of "
    r"|throughout |through )?(?:all of |all |the whole of |the entire |the full )?(?:the |our |my )?"
)
_YEAR = r"(?:(?: of| in)? (?P<year>20\d\d|last year|this year|previous year|prior year))?"
_NAME_YEAR = _YEAR.replace("<year>", "<name_year>")
_BEFORE = (
    r"(?:just |right |immediately |directly )?"
    r"(?:before|prior to|preceding|ahead of|leading up to|leading to|previous to|prior|running up to)"
)
_AFTER = r"(?:just |right |immediately |directly )?(?:after|following)"
_DAYS = "|".join(build.WEEKDAYS)
_UNIT = "(?P<unit>week|month|quarter|year)"
_HOLIDAY = "|".join(sorted(NAMES, key=len, reverse=True))
_MONTH2 = MONTH.replace("month", "month2")
_NTH = "first|1st|second|2nd|third|3rd|fourth|4th"
_SEASONS = "(?P<season>summer|winter|autumn|fall|spring)"
_BEGIN = r"(?:start|beginning|first day|1st)"
_OPENED = (
    "launch|we launched|inception|opening|we opened|opened|the beginning|beginning|the start|start"
    "|day one|day 1|forever|we started|we began|time began"
)


def _compile(rules: Iterable[tuple[str, Rule]]) -> tuple[tuple[re.Pattern[str], Rule], ...]:
    return tuple((re.compile(rf"(?<!\S){_LEAD}{text}(?!\S)"), rule) for text, rule in rules)


# A window beside another one: “the 30 days before the last 30 days”, “the week before Christmas”.
_RELATIVE = (
    (rf"{_LAST} (?P<n>{NUM}) (?P<unit>{UNITS}) {_BEFORE} (?:the |our |those )?{_LAST} "
     rf"(?P<n2>{NUM})(?: (?P<unit2>{UNITS}))?", build.before),
    (rf"(?:(?P<n>{NUM}) )?(?P<unit>{UNITS}) (?:period |window )?{_BEFORE} (?:the |our |those )?{_LAST} "
     rf"(?:(?P<n2>{NUM}) )?(?P<unit2>{UNITS})", build.before),
    (rf"(?P<n>{NUM}) (?:(?P<unit>{UNITS}) )?{_BEFORE} (?:the |those )?{_LAST} (?P<n2>{NUM})(?P<unit2>)",
     build.before),
    (rf"(?:(?P<n>{NUM}) )?(?P<unit>{UNITS}) {_BEFORE} (?:the )?(?:(?P<name>{_HOLIDAY}){_YEAR}|{DATE})",
     build.before_day),
    (rf"(?:(?P<n>{NUM}) )?(?P<unit>{UNITS}) {_AFTER} (?:the )?(?:(?P<name>{_HOLIDAY}){_YEAR}|{DATE})",
     build.after_day),
    (r"(?P<unit>week|month|quarter|year) before last(?: \1)?", lambda f: f"{f['unit']}_ago_2"),
    (r"(?P<unit>week|month|quarter|year) before (?:that|the last one)", lambda f: f"{f['unit']}_ago_2"),
    (r"day before yesterday", lambda _: "day_ago_2"),
)  # fmt: skip
_WEEKS = (
    (rf"week (?:of|containing|with|around) (?:the )?{DATE}", build.week_holding),
    (rf"week (?:starting|beginning|commencing|from|start|begin) (?:on )?(?:the )?(?:monday )?{DATE}",
     build.week_from),
    (rf"week (?:ending|ended|to|end) (?:on )?(?:the )?(?:sunday )?{DATE}", build.week_to),
    (rf"(?P<name>{_HOLIDAY}) week{_YEAR}", build.holiday_week),
    (rf"week of (?:the )?(?P<name>{_HOLIDAY}){_YEAR}", build.holiday_week),
    (rf"(?:calendar week|cw|kw|week)(?: number| no)? ?(?P<n>[1-9]|[1-4]\d|5[0-3]){_YEAR}", build.iso_week),
)  # fmt: skip
_SINCE = (
    (rf"(?:since|from) (?:the )?{_BEGIN} of (?:the |this )?(?:current )?{_UNIT}(?P<short>)"
     r"(?: (?:to|until|till|up to|through) (?:now|today|date))?", build.to_date),
    (rf"since (?:the )?(?:{_BEGIN} of )?(?:the )?(?:{DATE}|{MONTH}{_YEAR}|(?P<full>20\d\d)"
     rf"|(?P<name>{_HOLIDAY}){_NAME_YEAR}|(?P<ago>yesterday)|{_SEASONS})", build.since),
    (rf"(?:from )?(?:{DATE}|{MONTH}{_YEAR})(?P<full>)(?P<name>)(?P<ago>)(?P<season>) "
     r"(?:on|onwards?|and later|to date|until now|till now|to now|to present|to the present)", build.since),
    (rf"after (?:{DATE}|{MONTH}{_YEAR})", build.after),
    (rf"since (?:{_OPENED})|from (?:the )?beginning(?: on)?", lambda _: "all_time"),
    (rf"since (?:last |this |past )?(?P<day>{_DAYS})", lambda f: f"since:{build.weekday(f)}"),
    (rf"since (?:the )?(?:{_BEGIN} of )?(?P<last>last|this) {_UNIT}",
     lambda f: f"since:{f['last']}_{f['unit']}"),
    (rf"since (?P<n>{NUM}) (?P<unit>{UNITS}) ago", lambda f: f"since:{build.ago(f)}"),
)  # fmt: skip
_PARTS = (
    (rf"(?P<which>first|last|second|final|opening|closing) (?:(?P<n>{NUM}) )?(?P<unit>half|weeks?|days?) "
     rf"(?:of|in) (?:the )?(?:month of )?{MONTH}{_YEAR}(?P<whole>)", build.part),
    (rf"(?P<which>first|last|second|final) (?:(?P<n>{NUM}) )?(?P<unit>half|weeks?|days?|months?) (?:of|in) "
     r"(?:the )?(?P<whole>(?:last|this|current|previous) (?:week|month|quarter|year)|month|quarter|q[1-4]|20\d\d)"
     r"(?P<month>)(?P<year>)", build.part),
    (r"(?:last|final) quarter (?:of|in) (?:the year )?(?P<year>20\d\d|last year|this year)",
     lambda f: f"quarter_4_{f['year'].replace(' ', '_')}"),
    (rf"(?P<ordinal>{_NTH}) quarter (?:of|in) (?P<year>20\d\d|last year|this year)(?P<q>)", build.quarter),
)  # fmt: skip
_NAMED = (
    (rf"(?:last|this|past) (?:year )?(?P<name>{_HOLIDAY})(?P<year>)(?! (?:week|season))", build.holiday),
    (rf"(?P<year>20\d\d|last year|this year|previous year) (?P<name>{_HOLIDAY})", build.holiday),
    (rf"(?:day )?(?P<name>{_HOLIDAY})(?: day)?{_YEAR}", build.holiday),
    (r"q(?P<q>[1-4]) (?:to|through|and|until) q(?P<q2>[1-4])" + _YEAR, build.quarters),
    (rf"(?:q(?P<q>[1-4])|(?:calendar )?(?P<ordinal>{_NTH}) quarter|quarter (?P<word>one|two|three|four|[1-4]))"
     rf"{_YEAR}", build.quarter),
    (rf"(?P<year>20\d\d|last year|this year) (?:q(?P<q>[1-4])|(?P<ordinal>{_NTH}) quarter)",
     build.quarter),
    (rf"(?:h(?P<h>[12])|(?P<ordinal>first|1st|second|2nd) half(?: of(?: the)? year)?){_YEAR}(?: so far| thus far| to date)?", build.half),
    (r"(?P<year>20\d\d|last year|this year) h(?P<h>[12])(?P<ordinal>)", build.half),
    (rf"(?:between |from )?{MONTH}(?:(?: of| in)? (?P<year1>20\d\d))? (?P<to>to|through|until|till|and|thru) "
     rf"(?:the end of )?{_MONTH2}{_YEAR}", build.months),
    (rf"(?:on )?{DATE}", build.single),
    (r"(?P<isoy>20\d\d)-(?P<isom>\d\d)", lambda f: f"month_{f['isom']}_{f['isoy']}"),
    (rf"(?:(?:month of|last|this|past) )?{MONTH}{_YEAR}(?: so far| thus far| before| prior)?", build.month),
    (rf"(?P<year>last year|this year|20\d\d) {MONTH}", build.month),
    (rf"{_SEASONS} (?P<year>20\d\d)", build.season),
    (rf"(?:last |this |past |in |during |over |of |by |for )(?:the )?{_SEASONS}{_YEAR}", build.season),
    (rf"(?P<day>{_DAYS}) (?:of )?(?P<which>last|this) week", build.weekday_of_week),
    (rf"(?:on |last |this past |past |this )(?P<day>{_DAYS})(?!s)", build.weekday),
    (r"(?:on )?the (?P<n>\d{1,2})(?:st|nd|rd|th)(?: of (?P<which>this|last|the) month)?", build.monthday),
)  # fmt: skip
_ROLLING = (
    (rf"(?:this|the current|current) {_UNIT} (?:until|up to|till|through|to) yesterday", build.until_yesterday),
    (rf"(?:until|up to|till|through|to) yesterday (?:this|the current|current) {_UNIT}", build.until_yesterday),
    (r"(?:(?<=day )|(?<=week )|(?<=month )|(?<=quarter ))of the (?P<unit>month|quarter|year)"
     r"(?: so far| to date)?(?P<short>)", build.to_date),
    (rf"(?:last|prior|previous) {_UNIT}(?: to date| so far| thus far)(?P<short>)", lambda f: f"last_{f['unit']}_to_date"),
    (rf"{_UNIT}(?: to date| so far| thus far)(?! (?:this|in|today))(?P<short>)", build.to_date),
    (r"(?P<short>[wmqy])td", build.to_date),
    (rf"(?:this|the current|current|the present|our current) (?:calendar )?{_UNIT}"
     r"(?: to date| so far| thus far| until now| up to now| to now)?(?P<short>)", build.to_date),
    (r"(?:last|past|previous) (?:24|48|72) hours", build.hours),
    (rf"{_LAST} (?:(?P<n>{NUM}) )?(?P<unit>{UNITS})", build.last),
    (r"last (?P<n>7|14|28|30|60|90|180|365)(?= (?:by|per|vs|versus|compared|split|\?)|$)(?P<unit>)",
     build.last),
    (r"(?:l|t)(?P<n>\d+)(?P<unit>[dwmqy])", build.short),
    (r"(?:last |past |trailing )?(?P<n>\d+)(?P<unit>[dwmqy])", build.short),
    (r"(?:t12m|ttm|ltm)", lambda _: "last_12_months"),
    (rf"(?P<n>{NUM}) (?P<unit>{UNITS}) (?:ago|back)", build.ago),
    (r"(?:last|past) half year|(?:last|past) half a year|half a year", lambda _: "last_6_months"),
    (r"(?P<which>last |past |previous |this )?weekend(?! before)",
     lambda f: "this_weekend" if f["which"] == "this " else "last_weekend"),
    (r"(?:all time|ever|lifetime to date|entire history|whole history|life to date|complete history|full history"
     r"|historically|all of time|entire lifetime|all years|to date)", lambda _: "all_time"),
    (r"(?:recently|lately|of late|these days|nowadays|recent times)", lambda _: "default_last_30_days"),
    (r"(?:earlier )?(?:today|this morning|this afternoon|this evening|tonight)(?: so far)?", lambda _: "today"),
    (r"yesterday", lambda _: "yesterday"),
    (r"(?:right now|now|at the moment|as of today|as of now|currently|at present|presently|at this time)",
     lambda _: "as_of"),
    (r"(?:the )?(?:calendar )?(?:year )?(?P<full>20\d\d)", lambda f: f"year_{f['full']}"),
    (rf"(?P<n>\d+) (?P<unit>{UNITS})(?! (?:of|or|left|worth|cover|and))", build.last),
)  # fmt: skip
BEFORE_THAT = whole_words(
    r"(?:and |what about |how about |in |for |during )*the (?:(?P<unit>day|week|month|quarter|year) "
    r"(?:before|prior|earlier)(?: that| this)?|(?P<same>previous|preceding|prior) (?:period|one|window))"
)
RULES = _compile((*_RELATIVE, *_WEEKS[:-1], (DAY_RANGE, day_range), *_SINCE, *_PARTS, *_NAMED,
                  *_WEEKS[-1:], *_ROLLING))  # fmt: skip
WORDS = frozenset(word for rule, _ in RULES for word in re.findall(r"[a-z]{4,}", rule.pattern))
"""Words that stand in some rule: no slips of the pen."""
