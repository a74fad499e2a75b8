"""What a file's name hints at: only the days it was exported for, never what it holds."""

import re
from datetime import date, datetime, timedelta

from marketing_agent.ingestion.readers.base import Source, Span

_ISO = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_WORDS = re.compile(r"(?<![A-Za-z0-9])(\d{1,2})([A-Za-z]{3})(\d{2})(?![A-Za-z0-9])")
_PREAMBLE = re.compile(r"(start|end) date:?\s*(\d{8}|\d{4}-\d{2}-\d{2})", re.IGNORECASE)


def exported_span(source: Source) -> Span | None:
    """The days that the lines above the header or the file's name say it covers."""
    stated = _in_preamble(source.decoded.preamble)
    if stated:
        return stated
    days = [*_iso_days(source.file_name), *_word_days(source.file_name)]
    return Span(min(days), max(days)) if len(days) > 1 else None


def snapshot_day(source: Source) -> date:
    """The day of a snapshot: the one day in the file's name, else today."""
    days = _iso_days(source.file_name)
    return days[-1] if days and days[-1] <= source.store.today else source.store.today


def report_days(source: Source) -> tuple[date, date]:
    """First day and day after the last for a report without a time column."""
    span = exported_span(source)
    if span:
        return span.first, span.last + timedelta(days=1)
    return source.store.today, source.store.today + timedelta(days=1)


def _iso_days(name: str) -> list[date]:
    found = []
    for year, month, day in _ISO.findall(name):
        found.extend(_valid(f"{year}{month}{day}", "%Y%m%d"))
    return found


def _word_days(name: str) -> list[date]:
    found = []
    for day, month, year in _WORDS.findall(name):
        found.extend(_valid(f"{int(day):02}{month}{year}", "%d%b%y"))
    return found


def _valid(text: str, pattern: str) -> list[date]:
    try:
        return [datetime.strptime(text, pattern).date()]
    except ValueError:
        return []


def _in_preamble(lines: tuple[str, ...]) -> Span | None:
    days = {}
    for which, day in _PREAMBLE.findall("\n".join(lines)):
        for found in _valid(day.replace("-", ""), "%Y%m%d"):
            days[which.lower()] = found
    if {"start", "end"} <= days.keys() and days["start"] <= days["end"]:
        return Span(days["start"], days["end"])
    return None
